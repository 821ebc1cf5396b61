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
        if let artifact = emitted.artifact, parsed.problems.isEmpty {
            return EmitResult(artifact: artifact.with(javaScript: parsed.javaScript), diagnostics: emitted.diagnostics)
        }
        let check = SyntaxCheck(backend: backend, esbuild: esbuild)
        var problems = emitted.diagnostics
        if let artifact = emitted.artifact {
            problems += await check.diagnostics(
                parsed.problems, in: program, source: artifact.source, lineMap: artifact.lineMap)
        }
        problems += try await check.others(in: program, besides: problems, isParsed: emitted.artifact != nil)
        return EmitResult(artifact: nil, diagnostics: problems.inOrderOfNodes)
    }
}
