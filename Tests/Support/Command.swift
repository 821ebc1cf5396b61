import Foundation
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// A program that is run to its end.
public struct Command: Sendable {
    public struct Output: Sendable {
        public let status: Int32
        public let stdout: String
        public let stderr: String
    }

    public struct NotFound: Error, CustomStringConvertible {
        let name: String
        public var description: String { "\(name) is not on the PATH" }
    }

    public let executable: URL
    public let arguments: [String]

    public init(executable: URL, arguments: [String]) {
        self.executable = executable
        self.arguments = arguments
    }

    /// - Parameter name: Of a program on the `PATH`.
    public init(_ name: String, _ arguments: [String]) throws {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let candidates = path.split(separator: ":").map { URL(filePath: String($0)).appending(path: name) }
        guard let found = candidates.first(where: { FileManager.default.isExecutableFile(atPath: $0.path) }) else {
            throw NotFound(name: name)
        }
        self.init(executable: found, arguments: arguments)
    }

    /// It, and what it has been given to do, for people.
    private var line: String { ([executable.lastPathComponent] + arguments).joined(separator: " ") }

    public struct TooLong: Error, CustomStringConvertible {
        public let description: String
    }

    /// Runs it to its end. Foundation's `Process` waits with select(2), which crashes when many files are open.
    /// - Parameter limit: After which it is ended: a compiler on a busy machine is slow, and nothing else is.
    /// - Throws: ``TooLong``
    public func run(input: String = "", limit: Duration = .seconds(1200)) async throws -> Output {
        try await withThrowingTaskGroup(of: Output.self) { group in
            group.addTask { try await finish(input) }
            group.addTask {
                try await Task.sleep(for: limit)
                throw TooLong(description: "\(line) has not ended within \(limit).")
            }
            defer { group.cancelAll() }
            guard let output = try await group.next() else { throw CancellationError() }
            return output
        }
    }

    private func finish(_ input: String) async throws -> Output {
        let result = try await Subprocess.run(
            .path(FilePath(executable.path)), arguments: Arguments(arguments), input: .string(input),
            output: .string(limit: 64 << 20), error: .string(limit: 64 << 20))
        let status: Int32 =
            switch result.terminationStatus {
            case .exited(let code): code
            case .signaled(let signal): signal
            }
        return Output(status: status, stdout: result.standardOutput, stderr: result.standardError)
    }
}
