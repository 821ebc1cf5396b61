import Foundation
import Synchronization
import TestSupport

/// The real executable, serving from a data directory on a free port.
final class ServerProcess: Sendable {
    let base: String
    private let program: RunningProgram
    private let log: URL
    /// By the test.
    private let isKilled = Mutex(false)

    struct DidNotStart: Error, CustomStringConvertible {
        let description: String
    }

    /// It has ended otherwise than the test had it end: what the test is about may not have happened.
    struct WrongEnd: Error, CustomStringConvertible {
        let description: String
    }

    /// - Parameters:
    ///   - data: Kept from one process to the next.
    ///   - executable: Of an installation; otherwise the build's.
    ///   - arguments: More of `millrace serve`.
    ///   - environment: More variables.
    init(
        data: URL, executable: URL = BuildProducts.millrace, arguments: [String] = [],
        environment: [String: String] = [:]
    ) async throws {
        try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
        log = data.appending(path: "server-\(UUID().uuidString).log")
        _ = FileManager.default.createFile(atPath: log.path, contents: nil, attributes: [.posixPermissions: 0o600])
        program = try await RunningProgram(
            executable: executable,
            arguments: ["serve", "--data", data.path, "--port", "0", "--rate-limit", "none"] + arguments,
            environment: ["MILLRACE_LOCAL_ALLOW_PRIVATE": "1"].merging(environment) { $1 }, output: log)
        base = try await Self.address(in: log, of: program)
    }

    /// `nil` when it has ended.
    var identifier: Int32? { program.identifier }

    /// Everything the server has printed.
    var output: String { (try? String(contentsOf: log, encoding: .utf8)) ?? "" }

    /// As a crash or the kernel would.
    /// - Throws: ``WrongEnd`` when there was nothing to kill any more.
    func killAtOnce() async throws {
        isKilled.withLock { $0 = true }
        program.send(SIGKILL)
        let end = try await ended()
        guard end == .signal(SIGKILL) else {
            throw WrongEnd(description: "It had ended before it was killed: \(end)\n\(output)")
        }
    }

    /// As an operator would. What the test has killed is left as it is.
    /// - Throws: ``WrongEnd`` when it does not end well, or had ended before by itself.
    func stop() async throws {
        askToStop()
        let end = try await ended()
        guard end == .exit(0) || isKilled.withLock({ $0 }) else {
            throw WrongEnd(description: "It did not end well: \(end)\n\(output)")
        }
    }

    func askToStop() { program.send(SIGTERM) }

    func send(_ signal: Int32) { program.send(signal) }

    /// Returns when it has ended by itself.
    @discardableResult
    func ended() async throws -> RunningProgram.End {
        do { return try await program.wait() } catch {
            throw RunningProgram.StillRuns(description: "\(error)\n\(output)")
        }
    }

    private static func address(in log: URL, of program: RunningProgram) async throws -> String {
        // Bounded by tries, not by the clock, so that a busy machine does not fail the test.
        for _ in 0..<6000 {
            let text = try String(contentsOf: log, encoding: .utf8)
            if let line = text.split(separator: "\n").first(where: { $0.contains(" listens on http://") }),
                let address = line.split(separator: " ").last
            {
                return String(address)
            }
            if let end = program.end { throw DidNotStart(description: "\(end)\n\(text)") }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw DidNotStart(description: try String(contentsOf: log, encoding: .utf8))
    }
}
