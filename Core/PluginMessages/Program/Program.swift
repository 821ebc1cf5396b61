import JSON

/// A workflow as a tree of blocks: what the compiler makes of the graph and a provider turns into code.
/// Whoever reads it never sees an edge. Nodes are named by their index in `nodes`.
public struct Program: Sendable, Equatable {
    public enum Kind: String, Codable, Sendable, CaseIterable { case workflow, script }

    public let kind: Kind
    /// Of a script: whether it is compiled as a workflow, to be tested. Its nodes are durable steps, its input is the run's,
    /// and the run's output is its response, or the value of its body if it has one.
    public let runsDurably: Bool
    /// The workflow's display name.
    public let name: String
    public let trigger: Trigger
    /// What a request has to show before the default handler answers it; `nil` when everybody may.
    public let auth: TriggerAuth?
    /// The user's own handlers in place of the default `fetch`.
    public let triggerCode: String?
    /// npm packages and ranges, sorted by name.
    public let dependencies: [Dependency]
    /// In the order of the document.
    public let nodes: [ProgramNode]
    /// The code of the plugin nodes in use, each once, in the order of first use.
    public let templates: [NodeTemplate]
    /// What runs.
    public let body: Block

    public init(
        kind: Kind, runsDurably: Bool = false, name: String, trigger: Trigger, auth: TriggerAuth? = nil,
        triggerCode: String? = nil,
        dependencies: [Dependency] = [],
        nodes: [ProgramNode], templates: [NodeTemplate] = [], body: Block
    ) {
        self.kind = kind
        self.runsDurably = runsDurably
        self.name = name
        self.trigger = trigger
        self.auth = auth
        self.triggerCode = triggerCode
        self.dependencies = dependencies
        self.nodes = nodes
        self.templates = templates
        self.body = body
    }

    /// Whether it is compiled to a class whose runs have steps.
    public var isDurable: Bool { kind == .workflow || runsDurably }
}
