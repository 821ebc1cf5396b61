/// What a provider's compiler makes of a ``Program``.
public struct Artifact: Sendable, Equatable {
    /// The target it is for: a provider deploys the artifacts of every target it accepts.
    public let target: String
    public let kind: Program.Kind
    /// A file name for the source, such as `order-notification.ts`.
    public let fileName: String
    /// The entry class of a workflow.
    public let className: String?
    /// TypeScript, one module.
    public let source: String
    /// The module without types.
    public let javaScript: String?
    /// From generated lines to nodes, ascending by `line`.
    public let lineMap: [LineMapping]
    public let bindings: [Binding]
    /// Names the environment must have before a deploy, sorted.
    public let requiredEnvironment: [String]
    public let dependencies: [Dependency]
    public let trigger: Trigger
    public let warnings: [Diagnostic]
    /// The most durable steps of a run whose loops have one round; `nil` when the compiler did not count.
    public let durableSteps: Int?

    public init(
        target: String, kind: Program.Kind, fileName: String, className: String?, source: String,
        javaScript: String? = nil,
        lineMap: [LineMapping], bindings: [Binding], requiredEnvironment: [String], dependencies: [Dependency],
        trigger: Trigger, warnings: [Diagnostic], durableSteps: Int? = nil
    ) {
        self.target = target
        self.kind = kind
        self.fileName = fileName
        self.className = className
        self.source = source
        self.javaScript = javaScript
        self.lineMap = lineMap
        self.bindings = bindings
        self.requiredEnvironment = requiredEnvironment
        self.dependencies = dependencies
        self.trigger = trigger
        self.warnings = warnings
        self.durableSteps = durableSteps
    }

    public func with(javaScript: String) -> Artifact {
        Artifact(
            target: target, kind: kind, fileName: fileName, className: className, source: source,
            javaScript: javaScript, lineMap: lineMap, bindings: bindings, requiredEnvironment: requiredEnvironment,
            dependencies: dependencies, trigger: trigger, warnings: warnings, durableSteps: durableSteps)
    }
}

extension Artifact {
    public func with(bindings: [Binding]) -> Artifact {
        Artifact(
            target: target, kind: kind, fileName: fileName, className: className, source: source,
            javaScript: javaScript, lineMap: lineMap, bindings: bindings, requiredEnvironment: requiredEnvironment,
            dependencies: dependencies, trigger: trigger, warnings: warnings, durableSteps: durableSteps)
    }
}
