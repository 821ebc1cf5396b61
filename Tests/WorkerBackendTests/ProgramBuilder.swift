import JSON
import PluginMessages

/// Writes programs for tests, node by node. A node's variable is its id.
struct ProgramBuilder {
    private(set) var nodes: [ProgramNode] = []

    @discardableResult
    mutating func node(
        _ id: String, type: String = "step", storage: ProgramNode.Storage = .local, name: String? = nil,
        export: String? = nil, options: StepOptions = StepOptions(), credential: CredentialUse? = nil,
        secretFields: [String: String] = [:]
    ) -> Int {
        nodes.append(
            ProgramNode(
                id: id, type: type, variable: id, storage: storage, stepName: name ?? id, exportName: export,
                options: options, credential: credential, secretFields: secretFields))
        return nodes.count - 1
    }

    mutating func call(
        _ id: String, _ operation: PluginMessages.Operation, storage: ProgramNode.Storage = .local,
        name: String? = nil, export: String? = nil, options: StepOptions = StepOptions(),
        credential: CredentialUse? = nil, secretFields: [String: String] = [:]
    ) -> Statement {
        let node = node(
            id, storage: storage, name: name, export: export, options: options, credential: credential,
            secretFields: secretFields)
        return .call(Call(node: node, operation: operation))
    }

    mutating func step(
        _ id: String, _ code: CodeText.Part..., inline: Bool = false, storage: ProgramNode.Storage = .local,
        name: String? = nil, export: String? = nil, options: StepOptions = StepOptions()
    ) -> Statement {
        call(
            id, .step(code: CodeText(parts: code, field: "code"), inline: inline), storage: storage, name: name,
            export: export, options: options)
    }

    /// A step that gives the value of an expression.
    mutating func value(_ id: String, _ expression: String, storage: ProgramNode.Storage = .local) -> Statement {
        step(id, .code("return \(expression);"), storage: storage)
    }

    func index(_ id: String) -> Int { nodes.firstIndex { $0.id == id } ?? -1 }

    /// `order.items.0` as a reference to a node that was added.
    func reference(_ path: String) -> Reference {
        let parts = path.split(separator: ".").map(String.init)
        return Reference(
            root: .node(index(parts[0])),
            path: parts.dropFirst().map { part in Int(part).map { .index($0) } ?? .key(part) })
    }

    /// - Parameter value: The node whose value is the block's; the last statement's when it is not given.
    func block(_ statements: [Statement], declares: [String] = [], value: String? = nil) -> Block {
        let last = value.map(index) ?? statements.last.flatMap(\.valueNode)
        return Block(declares: declares.map(index), statements: statements, value: last)
    }

    func program(
        _ statements: [Statement], declares: [String] = [], value: String? = nil, kind: Program.Kind = .workflow,
        name: String = "Test workflow", trigger: Trigger = .manual, auth: TriggerAuth? = nil,
        triggerCode: String? = nil,
        templates: [NodeTemplate] = []
    ) -> Program {
        Program(
            kind: kind, name: name, trigger: trigger, auth: auth, triggerCode: triggerCode, nodes: nodes,
            templates: templates,
            body: block(statements, declares: declares, value: value))
    }
}

extension Statement {
    fileprivate var valueNode: Int? {
        switch self {
        case .call(let call): call.node
        case .branch(let branch): branch.node
        case .parallel(let node, _), .race(let node, _): node
        case .loop(let loop): loop.node
        case .tryCatch(let tryCatch): tryCatch.node
        case .exit: nil
        }
    }
}

extension CodeText {
    /// Code without expressions.
    static func plain(_ text: String, field: String = "condition") -> CodeText {
        CodeText(parts: [.code(text)], field: field)
    }
}
