import Compiler
import JSON
import PluginHost
import PluginMessages

/// From a document to code: the compiler's part, then the provider's. It needs no database.
package struct VersionCompiler: Sendable {
    private let registry: ContributionRegistry

    package init(registry: ContributionRegistry) { self.registry = registry }

    /// - Throws: ``PlatformError/rejected(_:)`` with every problem of the document.
    package func compile(_ ir: JSONValue, _ request: CompileRequest) async throws -> Artifact {
        try await explain(ir, request).artifact
    }

    /// The code, and the program it was made from.
    /// - Throws: ``PlatformError/rejected(_:)`` with every problem of the document.
    package func explain(
        _ ir: JSONValue, _ request: CompileRequest
    ) async throws -> (program: Program, artifact: Artifact) {
        try await explain(ir, request) { $0 }
    }

    /// What a test runs of a document, and the ids of the nodes whose sleeps it skips.
    /// - Throws: ``PlatformError/rejected(_:)``, ``PlatformError/invalidTest(_:)``
    func compile(
        _ ir: JSONValue, _ request: CompileRequest, for plan: TestPlan
    ) async throws -> (artifact: Artifact, skipped: [String]) {
        var skipped: [String] = []
        do {
            let artifact = try await explain(ir, request) { program in
                let tested = try plan.apply(to: program)
                skipped = tested.skipped
                return tested.program
            }.artifact
            return (artifact, skipped)
        } catch let error as InvalidTest { throw PlatformError.invalidTest(error.problems) }
    }

    /// - Parameter change: What becomes of the program before it is emitted.
    private func explain(
        _ ir: JSONValue, _ request: CompileRequest, changing change: (Program) throws -> Program
    ) async throws -> (program: Program, artifact: Artifact) {
        let lowered = Compiler(catalog: registry).lower(ir, request)
        guard let whole = lowered.program, let target = lowered.target else {
            try registry.checkEnabled(ir)
            throw PlatformError.rejected(lowered.diagnostics + (await errorsOfCode(in: lowered)))
        }
        let checked = try await NodeConfigCheck(registry: registry).problems(of: ir)
        guard !checked.contains(where: { $0.severity == .error }) else {
            let emitted = try? await registry.loadedProvider(target).emit(whole)
            let errors = (emitted?.diagnostics ?? []).filter { $0.severity == .error }
            throw PlatformError.rejected(lowered.diagnostics + checked + errors)
        }
        let program = try change(whole)
        let provider = try registry.loadedProvider(target)
        let result: EmitResult
        do { result = try await provider.emit(program) } catch { throw PlatformError.provider(target, error) }
        let diagnostics = lowered.diagnostics + checked + result.diagnostics
        guard let artifact = result.artifact, !diagnostics.contains(where: { $0.severity == .error }) else {
            throw PlatformError.rejected(diagnostics)
        }
        return (program, artifact.warning(of: diagnostics))
    }

    /// What a provider finds in the code of a document that has other errors.
    private func errorsOfCode(in lowered: Lowered) async -> [Diagnostic] {
        guard let codes = lowered.codes, let target = lowered.target,
            let emitted = try? await registry.loadedProvider(target).emit(codes.program)
        else { return [] }
        return codes.errors(in: emitted.diagnostics, besides: lowered.diagnostics)
    }
}

extension Artifact {
    /// The artifact with more warnings before its own.
    func warning(of more: [Diagnostic]) -> Artifact {
        Artifact(
            target: target, kind: kind, fileName: fileName, className: className, source: source,
            javaScript: javaScript, lineMap: lineMap,
            bindings: bindings, requiredEnvironment: requiredEnvironment, dependencies: dependencies, trigger: trigger,
            warnings: more + warnings)
    }
}
