import Foundation
import TestSupport

/// The real executable, serving from a data directory on a free port.
final class ServerProcess: Sendable {
    let base: String
    private let identifier: Int32
    private let log: URL

    struct DidNotStart: Error, CustomStringConvertible {
        let description: String
    }

    /// - Parameters:
    ///   - data: Kept from one process to the next.
    ///   - arguments: More of `millrace serve`.
    init(data: URL, arguments: [String] = []) async throws {
        try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
        log = data.appending(path: "server-\(UUID().uuidString).log")
        try Data().write(to: log)
        let process = Process()
        process.executableURL = BuildProducts.millrace
        process.arguments = ["serve", "--data", data.path, "--port", "0", "--rate-limit", "none"] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["MILLRACE_LOCAL_ALLOW_PRIVATE": "1"], uniquingKeysWith: { $1 })
        let output = try FileHandle(forWritingTo: log)
        process.standardOutput = output
        process.standardError = output
        try process.run()
        identifier = process.processIdentifier
        base = try await Self.address(in: log, of: process)
    }

    deinit { kill(identifier, SIGKILL) }

    /// Everything the server has printed.
    var output: String { (try? String(contentsOf: log, encoding: .utf8)) ?? "" }

    /// As a crash or the kernel would.
    func killAtOnce() async throws {
        kill(identifier, SIGKILL)
        while kill(identifier, 0) == 0 { try await Task.sleep(for: .milliseconds(5)) }
    }

    /// As an operator would.
    func stop() async throws {
        kill(identifier, SIGTERM)
        while kill(identifier, 0) == 0 { try await Task.sleep(for: .milliseconds(20)) }
    }

    private static func address(in log: URL, of process: Process) async throws -> String {
        // Bounded by tries, not by the clock, so that a busy machine does not fail the test.
        for _ in 0..<6000 {
            let text = try String(contentsOf: log, encoding: .utf8)
            if let line = text.split(separator: "\n").first(where: { $0.contains(" listens on http://") }),
                let address = line.split(separator: " ").last
            {
                return String(address)
            }
            guard process.isRunning else { throw DidNotStart(description: text) }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw DidNotStart(description: try String(contentsOf: log, encoding: .utf8))
    }
}
