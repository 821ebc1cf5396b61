import Foundation
import JSON
import Logging
import PluginHost

/// Measures a call that does nothing, in process and in a process of its own.
///
///     plugin-benchmark LIBRARY MILLRACE
@main
struct PluginBenchmark {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 3 else { throw Usage() }
        for (isolation, count) in [(PluginIsolation.inProcess, 20_000), (.process, 5_000)] {
            let host = PluginHost(
                configuration: .init(
                    locations: [], dataDirectory: nil, settings: PluginSettings(), hostVersion: "bench",
                    executable: arguments[2]),
                logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() })
            await host.load([PluginCandidate(path: arguments[1], origin: .installation, isolation: isolation)])
            guard let plugin = host.plugins.first?.connection else { throw Usage() }
            let times = await times(of: plugin, count)
            func part(_ share: Double) -> String { String(format: "%.1f", times[Int(Double(count - 1) * share)]) }
            print("null call, \(isolation.rawValue): median \(part(0.5)) µs, p99 \(part(0.99)) µs")
            await host.shutdown()
        }
    }

    /// In microseconds, shortest first. Away from the main thread, as the server's calls are: to change threads costs
    /// more than a call.
    @concurrent private static func times(of plugin: any PluginConnection, _ count: Int) async -> [Double] {
        var times: [Double] = []
        times.reserveCapacity(count)
        for _ in 0..<count {
            let start = ContinuousClock.now
            // The plugin knows no such method: it does nothing but say so.
            _ = try? await plugin.call("bench.null", nil, deadline: .seconds(30)) { _, _ in }
            times.append(Double((ContinuousClock.now - start).components.attoseconds) / 1e12)
        }
        return times.sorted()
    }

    private struct Usage: Error {}
}
