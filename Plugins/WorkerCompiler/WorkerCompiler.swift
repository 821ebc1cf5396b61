import PluginMessages
import Values
import WorkerBackend

/// What a provider's `emit` does: the backend, and then a parse of what it wrote, so that a mistake in the user's
/// code is told when a version is posted and not when it is deployed.
public struct WorkerCompiler: Sendable {
    private let backend: WorkerBackend
    private let esbuild: Esbuild

    /// What a plugin that compiles declares.
    public static let settings = [
        SettingDefinition("ESBUILD", .command, default: "esbuild", description: "The esbuild that compiles code.")
    ]

    /// - Parameter settings: The plugin's, of ``settings``.
    public init(target: String, limits: WorkerLimits, settings: [String: String]) {
        backend = WorkerBackend(target: target, limits: limits)
        esbuild = Esbuild(executable: settings["ESBUILD"] ?? "esbuild")
    }

    public func compile(_ program: Program) async throws(PluginFailure) -> EmitResult {
        let module = EmittedModule(of: program, by: backend)
        let parsed: Esbuild.Output
        do { parsed = try await esbuild.transform(module) } catch {
            // What is wrong with the program is the more useful message.
            guard module.emitted.artifact == nil else { throw error }
            return module.emitted
        }
        let emitted = module.emitted
        guard let artifact = emitted.artifact else { return emitted }
        guard parsed.problems.isEmpty else {
            let places = CodePlaces(program: program, lineMap: artifact.lineMap)
            var problems: [Diagnostic] = []
            for problem in parsed.problems {
                problems.append(places.diagnostic(await explained(problem, in: artifact)))
            }
            return EmitResult(artifact: nil, diagnostics: emitted.diagnostics + problems)
        }
        return EmitResult(artifact: artifact.with(javaScript: parsed.javaScript), diagnostics: emitted.diagnostics)
    }

    /// Names what is newer than the parser, which itself only reports what it expected.
    private func explained(_ problem: Esbuild.Problem, in artifact: Artifact) async -> Esbuild.Problem {
        guard let syntax = NewerSyntax(in: artifact.source, line: problem.line, column: problem.column) else {
            return problem
        }
        let tool = "esbuild" + (await esbuild.version().map { " \($0)" } ?? "")
        return Esbuild.Problem(
            message:
                "\(syntax.name) is not supported by \(tool), which compiles the code. \(syntax.alternative), or set "
                + "ESBUILD in the plugin's settings to a newer esbuild.",
            line: problem.line, column: problem.column)
    }
}
