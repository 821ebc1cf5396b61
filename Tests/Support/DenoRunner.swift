import Foundation

/// Runs TypeScript with Deno: the one that `MILLRACE_LOCAL_DENO` names, or else the one on the `PATH`.
public struct DenoRunner: Sendable {
    private let configuration = PackageRoot.fixture("deno/deno.json").path

    public init() {}

    /// Runs a program with its input; it may read files and reach this machine.
    public func run(_ script: URL, input: String = "") async throws -> Command.Output {
        try await deno([
            "run", "--no-prompt", "--no-check", "--quiet", "--allow-read", "--allow-net=127.0.0.1",
            "--config=\(configuration)", script.path,
        ]).run(input: input)
    }

    /// Checks the types of modules.
    /// - Parameter configuration: `nil` for that of generated modules.
    public func check(_ modules: [URL], configuration: URL? = nil) async throws -> Command.Output {
        let configuration = configuration?.path ?? self.configuration
        return try await deno(["check", "--quiet", "--config=\(configuration)"] + modules.map(\.path)).run()
    }

    private func deno(_ arguments: [String]) throws -> Command {
        if let path = ProcessInfo.processInfo.environment["MILLRACE_LOCAL_DENO"] {
            return Command(executable: URL(filePath: path), arguments: arguments)
        }
        return try Command("deno", arguments)
    }
}
