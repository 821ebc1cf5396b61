import Foundation
import JSON
import TestSupport

/// A person at a shell: a server, and the `millrace` program with a configuration folder of its own.
struct Shell: Sendable {
    let folder: TemporaryFolder
    let server: ServerProcess
    let api: APIClient
    let key: String

    /// - Parameter arguments: More of `millrace serve`.
    init(arguments: [String] = []) async throws {
        folder = try TemporaryFolder()
        let data = folder.url.appending(path: "data")
        server = try await ServerProcess(data: data, arguments: arguments)
        api = try APIClient(server, data: data)
        key = try String(contentsOf: data.appending(path: "initial-api-key"), encoding: .utf8)
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// With a server, and logged in.
    static func loggedIn(
        arguments: [String] = [], _ body: @escaping @Sendable (Shell) async throws -> Void
    ) async throws {
        let line = try await Shell(arguments: arguments)
        try await line("login --url \(line.server.base)", input: line.key)
        try await body(line)
        try await line.server.stop()
    }

    struct Unexpected: Error, CustomStringConvertible {
        let description: String
    }

    /// Runs a command to its end.
    /// - Parameters:
    ///   - command: Its words, with spaces between them.
    ///   - arguments: More of them, which may have spaces.
    ///   - status: That it must exit with.
    @discardableResult
    func callAsFunction(
        _ command: String, _ arguments: String..., input: String = "", status: Int32 = 0,
        environment: [String: String] = [:]
    ) async throws -> Command.Output {
        let words = command.split(separator: " ").map(String.init) + arguments
        let variables = ["XDG_CONFIG_HOME": folder.url.path].merging(environment) { $1 }
            .map { "\($0.key)=\($0.value)" }
        let output = try await Command(
            "env", ["-u", "MILLRACE_API_KEY"] + variables + [BuildProducts.millrace.path] + words
        ).run(input: input)
        guard output.status == status else {
            throw Unexpected(description: "millrace \(words.joined(separator: " ")): \(output)\n\(server.output)")
        }
        return output
    }

    /// The JSON that a command prints.
    func json(_ command: String, _ arguments: String..., input: String = "") async throws -> JSONValue {
        let words = command.split(separator: " ").map(String.init) + arguments + ["--json"]
        let output = try await Command(
            "env", ["XDG_CONFIG_HOME=\(folder.url.path)", BuildProducts.millrace.path] + words
        ).run(input: input)
        guard output.status == 0 else { throw Unexpected(description: "\(words): \(output)\n\(server.output)") }
        return try JSONValue(parsing: output.stdout)
    }

    /// Makes a workflow of steps, with a version, and deploys it.
    /// - Returns: The workflow's id.
    func deployed(_ document: JSONValue) async throws -> String {
        let file = try folder.write(document.text, to: "\(UUID().uuidString).json")
        let version = try await json("workflows push --create", file.path)
        let id = version["workflowId"]?.string ?? ""
        try await self("deploy --yes", id)
        return id
    }
}
