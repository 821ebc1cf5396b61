import IR
import JSON
import PluginMessages

/// Turns the graph of a document, which has been checked, into blocks.
struct Lowering {
    private(set) var problems: Problems
    private let document: WorkflowDocument
    private let catalog: any NodeCatalog
    private let names: Names
    private let outgoing: [[WorkflowEdge]]
    private let branches: Branches
    private let flow: FlowGraph
    private let resolver: ReferenceResolver
    private let variables: [String: Int]
    private var tree = BlockTree()
    private var templates: [NodeTemplate] = []
    private var templateIndexes: [NodeTemplate: Int] = [:]
    private var lowered: Set<Int> = []
    /// The nodes whose value is that of a branch, with the block they are in.
    private var armValues: [Int: [(node: Int, block: Int)]] = [:]

    /// So deep may branches nest.
    private static let deepestNesting = 100

    init(document: WorkflowDocument, catalog: any NodeCatalog, problems: Problems) {
        self.document = document
        self.catalog = catalog
        self.problems = problems
        names = Names(document.nodes)
        outgoing = document.outgoing
        branches = Branches(document, outgoing)
        flow = FlowGraph(document, thens: branches.thens, arms: branches.arms)
        resolver = ReferenceResolver(document: document, flow: flow)
        variables = Dictionary(names.variables.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }

    mutating func program(for request: CompileRequest) -> Program {
        var (body, root) = block(from: document.entry, until: flow.exit, in: nil, depth: 0)
        if document.kind == .workflow, let value = body.value { read(value, in: root) }
        for node in document.nodes.indices where tree.isRead(node) { readArms(of: node) }
        declare(in: &body)
        return Program(
            kind: document.kind, name: request.name ?? document.name, trigger: document.trigger,
            triggerCode: request.triggerCode,
            dependencies: request.dependencies.sorted { $0.key < $1.key }.map {
                Dependency(name: $0.key, range: $0.value)
            },
            nodes: document.nodes.indices.map(programNode), templates: templates, body: body)
    }

    // MARK: Blocks

    private mutating func block(
        from start: Int, until end: Int, in parent: Int?, depth: Int
    ) -> (block: Block, index: Int) {
        let index = tree.open(in: parent)
        var block = Block()
        guard depth <= Self.deepestNesting else {
            problems.error(
                "ir.graph.depth", "Branches nest deeper than \(Self.deepestNesting).",
                at: document.nodes[start].pointer, node: document.nodes[start].id)
            return (block, index)
        }
        var node = start
        while node != end, node != flow.exit {
            guard lowered.insert(node).inserted else {
                reportCrossing(node)
                break
            }
            tree.set(node, in: index)
            if document.nodes[node].builtIn == .branch {
                block.statements.append(.branch(branch(node, in: index, depth: depth)))
                block.value = node
                node = flow.join(of: node)
            } else {
                block.statements.append(.call(Call(node: node, operation: operation(of: node, in: index))))
                block.value = document.nodes[node].builtIn == .sleep ? nil : node
                node = flow.successors[node].first ?? flow.exit
            }
        }
        return (block, index)
    }

    private mutating func branch(_ node: Int, in block: Int, depth: Int) -> Branch {
        let join = flow.join(of: node)
        var builder = builder(node)
        let conditions = branches.conditions(of: node).enumerated().map { index, condition in
            condition.map {
                builder.code(
                    $0, field: "branches.\(index).condition", variables: variables,
                    at: dataPointer(node).appending("branches").appending(index).appending("condition"))
            }
        }
        finish(builder, in: block)
        let labels = branches.labels(of: node)
        let arms = labels.indices.map { arm in
            let start = branches.arms[node]?[arm] ?? join
            let (body, index) = self.block(from: start, until: join, in: block, depth: depth + 1)
            if let value = body.value { armValues[node, default: []].append((value, index)) }
            return Branch.Arm(label: labels[arm], condition: conditions[arm], body: body)
        }
        return Branch(node: node, arms: arms)
    }

    private mutating func reportCrossing(_ node: Int) {
        problems.error(
            "ir.graph.crossing",
            "Some arms lead to \"\(document.nodes[node].id)\" and others end before it. Let all arms meet there, or "
                + "lead to it from the branch by an edge labelled \"then\".", at: document.nodes[node].pointer,
            node: document.nodes[node].id)
    }

    // MARK: Operations

    private mutating func operation(of index: Int, in block: Int) -> Operation {
        let node = document.nodes[index]
        var builder = builder(index)
        defer { finish(builder, in: block) }
        func template(_ key: String) -> ValueTemplate? {
            guard let value = node.data[key], !value.isNull else { return nil }
            return builder.value(value, at: dataPointer(index).appending(key))
        }
        switch node.builtIn {
        case .step, .branch:
            let code = builder.code(
                node.data["code"]?.string ?? "", field: "code", variables: variables,
                at: dataPointer(index).appending("code"))
            return .step(code: code, inline: node.data["inline"]?.bool ?? false)
        case .sleep: return .sleep(template("duration") ?? .literal(0))
        case .httpRequest:
            return .http(
                method: node.data["method"]?.string ?? "GET", url: template("url") ?? .literal(""),
                headers: template("headers") ?? .empty, query: template("queryParams") ?? .empty,
                body: template("body"))
        case nil:
            return .template(
                self.template(of: node), params: builder.value(.object(params(of: node)), at: dataPointer(index)))
        }
    }

    /// A plugin node's `data` with the defaults of what it leaves out; secrets are in the environment.
    private func params(of node: WorkflowNode) -> JSONObject {
        var params = node.data
        guard let definition = catalog.definition(type: node.type, version: node.version) else { return params }
        for field in definition.configSchema where params[field.name] == nil {
            if let value = field.defaultValue { params[field.name] = value }
        }
        return params
    }

    private mutating func template(of node: WorkflowNode) -> Int {
        guard let template = catalog.template(type: node.type, version: node.version, target: document.target) else {
            return 0
        }
        if let index = templateIndexes[template] { return index }
        templates.append(template)
        templateIndexes[template] = templates.count - 1
        return templates.count - 1
    }

    private func builder(_ node: Int) -> TemplateBuilder {
        TemplateBuilder(resolver: resolver, node: node, nodeId: document.nodes[node].id, problems: problems)
    }

    private mutating func finish(_ builder: TemplateBuilder, in block: Int) {
        problems = builder.problems
        for source in builder.reads { tree.read(source, in: block) }
    }

    private func dataPointer(_ node: Int) -> JSONPointer { document.nodes[node].pointer.appending("data") }

    // MARK: Values

    private mutating func read(_ node: Int, in block: Int) {
        if tree.read(node, in: block) { readArms(of: node) }
    }

    /// Who reads a branch reads the values of its arms.
    private mutating func readArms(of node: Int) {
        guard let values = armValues.removeValue(forKey: node) else { return }
        for value in values { read(value.node, in: value.block) }
    }

    private func declare(in body: inout Block) {
        var hoisted: [Int: [Int]] = [:]
        for node in document.nodes.indices {
            if let block = tree.hoist(node) { hoisted[block, default: []].append(node) }
        }
        var next = 0
        declare(in: &body, hoisted, &next)
    }

    /// Visits the blocks in the order in which they were opened.
    private func declare(in block: inout Block, _ hoisted: [Int: [Int]], _ next: inout Int) {
        block.declares = hoisted[next] ?? []
        next += 1
        for index in block.statements.indices {
            guard case .branch(let branch) = block.statements[index] else { continue }
            let arms = branch.arms.map { arm in
                var body = arm.body
                declare(in: &body, hoisted, &next)
                return Branch.Arm(label: arm.label, condition: arm.condition, body: body)
            }
            block.statements[index] = .branch(Branch(node: branch.node, arms: arms))
        }
    }

    private func programNode(_ index: Int) -> ProgramNode {
        let node = document.nodes[index]
        let storage: ProgramNode.Storage = !tree.isRead(index) ? .none : tree.hoist(index) == nil ? .local : .hoisted
        let exported = document.kind == .script && node.name.hasPrefix("EXPORT_")
        return ProgramNode(
            id: node.id, type: node.type, variable: names.variables[index], storage: storage,
            stepName: names.stepNames[index], exportName: exported ? String(node.name.dropFirst(7)) : nil,
            options: StepOptions(of: node, definition: catalog.definition(type: node.type, version: node.version)))
    }
}
