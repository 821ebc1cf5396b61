import JSON
import PluginMessages

/// Turns programs into Workers: one TypeScript module with the workflow's class, or the script's function, and its
/// handlers.
public struct WorkerBackend: Sendable {
    private let target: String
    private let limits: WorkerLimits
    private let division: Division

    /// - Parameter target: What the artifacts say they are for: `cloudflare` or `local`.
    public init(target: String, limits: WorkerLimits) { self.init(target: target, limits: limits, division: .usual) }

    /// - Parameter division: Of the statements of a block.
    package init(target: String, limits: WorkerLimits, division: Division) {
        self.target = target
        self.limits = limits
        self.division = division
    }

    /// The same program gives the same bytes.
    public func emit(_ program: Program) -> EmitResult {
        let module = WorkerModule(program, limits: limits, division: division)
        guard !module.diagnostics.contains(where: { $0.severity == .error }) else {
            return EmitResult(artifact: nil, diagnostics: module.diagnostics)
        }
        let artifact = Artifact(
            target: target, kind: program.isDurable ? .workflow : .script, fileName: ClassName.fileName(program.name),
            className: module.className, source: module.out.text, lineMap: module.out.mappings(program.nodes),
            bindings: module.bindings.bindings, requiredEnvironment: module.bindings.requiredEnvironment,
            dependencies: program.dependencies, trigger: program.trigger, warnings: module.diagnostics,
            durableSteps: module.durableSteps)
        return EmitResult(artifact: artifact, diagnostics: [])
    }

    /// What is written of a program, whatever is wrong with it.
    public func module(of program: Program) -> (source: String, lineMap: [LineMapping]) {
        let module = WorkerModule(program, limits: limits, division: division)
        return (module.out.text, module.out.mappings(program.nodes))
    }
}
