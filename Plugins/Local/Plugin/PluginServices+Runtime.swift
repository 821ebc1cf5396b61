import Foundation
import LocalRuntime
import PluginKit

extension PluginServices {
    /// The runtime that the provider and the resources share; `nil` where there is nowhere to keep anything: when the plugin
    /// is loaded to compile only.
    func localRuntime() throws -> LocalRuntime? {
        guard let dataDirectory else { return nil }
        return try shared {
            try LocalRuntime(
                LocalConfiguration(
                    dataFolder: URL(filePath: dataDirectory), settings: settings,
                    searchPath: ProcessInfo.processInfo.environment["PATH"] ?? ""),
                observer: LocalObserver(
                    log: { log($0, $1) },
                    problems: { report(problems: $0) },
                    changed: { state, deployment in
                        guard var change = try? JSONValue(encoding: state).object else { return }
                        change["deploymentId"] = .string(deployment)
                        emit("run.changed", .object(change))
                    }, token: { try await token($0) }))
        }
    }
}
