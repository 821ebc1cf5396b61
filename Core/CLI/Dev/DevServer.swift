import Foundation
import PluginHost

/// A server of this program's own, in a temporary data directory.
actor DevServer {
    private let folder: URL
    private let process = Process()
    private var log: URL { folder.appending(path: "server.log") }

    init() {
        folder = FileManager.default.temporaryDirectory.appending(path: "millrace-dev-\(UUID().uuidString)")
    }

    /// Returns when it listens.
    /// - Throws: `ClientError` with what it printed, when it does not start.
    func start() async throws -> RESTClient {
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try Data().write(to: log)
        let output = try FileHandle(forWritingTo: log)
        process.executableURL = URL(filePath: PluginConfiguration.executable)
        process.arguments =
            ["serve", "--data", folder.appending(path: "data").path, "--host", "127.0.0.1", "--port", "0"]
            + ["--storage", StorageOptions.embedded]
            // Services that are being developed are on this machine, too; another server may have the usual port.
            + ["--local-allow-private", "--local-port=0", "--rate-limit", "none", "--log-level", "warning"]
        process.environment = DevEnvironment(ProcessInfo.processInfo.environment).variables
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let base = try await address()
        let key = try String(contentsOf: folder.appending(path: "data/initial-api-key"), encoding: .utf8)
        return RESTClient(base: base, identity: .key(key.filter { !$0.isWhitespace }))
    }

    /// Ends it and removes its data.
    func stop() {
        if process.isRunning {
            process.terminate()
            process.waitUntilExit()
        }
        try? FileManager.default.removeItem(at: folder)
    }

    private func address() async throws -> String {
        while process.isRunning {
            for line in printed.split(separator: "\n") where line.contains(" listens on http://") {
                if let address = line.split(separator: " ").last { return String(address) }
            }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw ClientError(
            .unavailable, "The development server did not start.",
            lines: printed.split(separator: "\n").map(String.init))
    }

    private var printed: String { (try? String(contentsOf: log, encoding: .utf8)) ?? "" }
}
