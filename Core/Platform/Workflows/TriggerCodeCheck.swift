import JSON
import PluginHost
import PluginMessages

/// Compiles trigger code by itself, as the next version of its workflow would have it, so that a mistake is reported when
/// the code is set.
struct TriggerCodeCheck {
    let registry: ContributionRegistry

    /// - Parameter target: Of the workflow's latest version; `nil` uses one that is loaded.
    /// - Returns: Warnings.
    /// - Throws: ``PlatformError/invalid(_:)`` with pointers to `/triggerCode`.
    func run(_ code: String, of workflow: Workflow, target: String?) async throws -> [Diagnostic] {
        guard let provider = [target, registry.targets.first].compactMap({ $0.flatMap(registry.provider) }).first
        else { return [] }
        let request = workflow.compileRequest
        let program = Program(
            kind: workflow.kind, name: workflow.name,
            trigger: workflow.kind == .script ? .http(path: nil, method: nil) : .manual, triggerCode: code,
            dependencies: request.dependencies.map(Dependency.init).sorted { $0.name < $1.name }, nodes: [],
            body: Block())
        let result: EmitResult
        do { result = try await provider.emit(program) } catch {
            throw PlatformError.provider(provider.definition.id, error)
        }
        let all = (result.diagnostics + (result.artifact?.warnings ?? [])).filter { $0.pointer == "/triggerCode" }
        let problems = all.filter { $0.severity == .error }
        guard problems.isEmpty else { throw PlatformError.invalid(problems) }
        return all.filter { $0.severity == .warning }
    }
}
