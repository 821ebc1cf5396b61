import PluginMessages
import WorkerBackend

/// What a provider's `emit` does: the backend, and then a parse of what it wrote, so that a mistake in the user's
/// code is told when a version is posted and not when it is deployed.
public struct WorkerCompiler: Sendable {
    private let backend: WorkerBackend
    private let esbuild: Esbuild

    /// - Parameters:
    ///   - settings: The plugin's; `ESBUILD` is a path, or a name on the search path.
    public init(target: String, limits: WorkerLimits, settings: [String: String]) {
        backend = WorkerBackend(target: target, limits: limits)
        esbuild = Esbuild(executable: settings["ESBUILD"] ?? "esbuild")
    }

    public func compile(_ program: Program) async throws(PluginFailure) -> EmitResult {
        let emitted = backend.emit(program)
        guard let artifact = emitted.artifact else { return emitted }
        let parsed = try await esbuild.transform(artifact.source)
        guard parsed.problems.isEmpty else {
            let places = CodePlaces(program: program, lineMap: artifact.lineMap)
            return EmitResult(
                artifact: nil,
                diagnostics: emitted.diagnostics + parsed.problems.map { places.diagnostic($0) })
        }
        return EmitResult(artifact: artifact.with(javaScript: parsed.javaScript), diagnostics: emitted.diagnostics)
    }
}
