import JSON

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

/// From `line` to the next mapping's, the generated code belongs to a node.
public struct LineMapping: Sendable, Hashable {
    /// Generated, from 1.
    public let line: Int
    /// `nil`: to no node.
    public let nodeId: String?
    /// When the lines are a node's own code: the field it is in, and the line there, from 1.
    public let field: String?
    public let fieldLine: Int?

    public init(line: Int, nodeId: String?, field: String? = nil, fieldLine: Int? = nil) {
        self.line = line
        self.nodeId = nodeId
        self.field = field
        self.fieldLine = fieldLine
    }
}

/// Something outside the code that it reaches by a member of `env`.
public struct Binding: Sendable, Hashable {
    /// A setting of a variable that code uses as only a binding can be used: why it is not a known binding.
    public static let unknown = "unknownBinding"

    /// The provider's word for the kind of thing: `kv_namespace`, `workflow`, `variable`.
    public let type: String
    /// The member of `env`.
    public let name: String
    /// What else the provider needs to make it, such as the service's name.
    public let settings: JSONObject

    public init(type: String, name: String, settings: JSONObject = [:]) {
        self.type = type
        self.name = name
        self.settings = settings
    }
}
