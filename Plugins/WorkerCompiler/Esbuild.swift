import PluginMessages
import Subprocess

/// The bundler esbuild, used to parse and to strip types: its parser decides what is JavaScript.
struct Esbuild: Sendable {
    struct Output: Sendable {
        let javaScript: String
        let problems: [Problem]
    }

    /// A syntax error of the module.
    struct Problem: Sendable {
        let message: String
        /// Of the module, from 1.
        let line: Int
        /// In UTF-8, from 0.
        let column: Int
    }

    /// A name on the search path, or a path.
    private let executable: String
    /// The executable's path; `nil` when it is not on the search path.
    private let path: String?

    /// - Parameter executable: A name on the search path, or a path.
    init(executable: String) {
        self.executable = executable
        path = SearchPath.environment.path(of: executable)
    }

    /// What esbuild writes is at most so long: 64 MiB.
    private static let longestOutput = 64 << 20

    /// - Parameter source: A module; it is read once esbuild has begun to start.
    /// - Throws: ``PluginFailure`` `worker.esbuild` when esbuild cannot be run.
    func transform(_ source: some InputProtocol) async throws(PluginFailure) -> Output {
        do {
            let result = try await run(
                path.map { .path(.init($0)) } ?? .name(executable),
                arguments: [
                    "--loader=ts", "--format=esm", "--target=es2022", "--charset=utf8", "--color=false",
                    "--log-level=error", "--log-limit=0",
                ],
                input: source, output: .bytes(limit: Self.longestOutput),
                error: .bytes(limit: Self.longestOutput))
            return Output(
                javaScript: String(decoding: result.standardOutput, as: UTF8.self),
                problems: Self.problems(in: String(decoding: result.standardError, as: UTF8.self)))
        } catch {
            throw PluginFailure(
                code: "worker.esbuild",
                message:
                    "Code is parsed with esbuild, which cannot be run (\(executable)). Run `make deps`, or install "
                    + "it and set ESBUILD in the plugin's settings to its path.")
        }
    }

    /// Its version, such as `0.17.0`; `nil` when it does not report one.
    func version() async -> String? {
        let result = try? await run(
            executable.contains("/") ? .path(.init(executable)) : .name(executable), arguments: ["--version"],
            output: .string(limit: 100))
        return result?.standardOutput.split(whereSeparator: \.isWhitespace).first.map(String.init)
    }

    /// `✘ [ERROR] message`, and after it `<stdin>:line:column:`.
    private static func problems(in output: String) -> [Problem] {
        var problems: [Problem] = []
        var message: Substring?
        for line in output.split(separator: "\n") {
            let text = line.drop { $0 == " " }
            if let error = text.firstRange(of: "[ERROR] ") {
                message = text[error.upperBound...]
            } else if text.hasPrefix("<stdin>:"), let found = message {
                let numbers = text.dropFirst("<stdin>:".count).split(separator: ":").map { Int($0) }
                problems.append(
                    Problem(
                        message: String(found), line: (numbers.first ?? nil) ?? 1,
                        column: (numbers.dropFirst().first ?? nil) ?? 0))
                message = nil
            }
        }
        return problems
    }
}
