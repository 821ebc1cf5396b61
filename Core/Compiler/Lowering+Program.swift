import IR
import JSON
import JavaScript
import PluginMessages

/// The program as a whole.
extension Lowering {
    /// - Returns: A program, valid only if no error was reported.
    mutating func program(_ request: CompileRequest, dependencies: [Dependency]) -> Program {
        let entry = document.entry
        var body = block(from: [entry], in: nil, as: .run, of: entry, depth: 0)
        reads.finish()
        readValues(body)
        declare(in: &body.block)
        checkExports(request.triggerCode)
        if let code = request.triggerCode { checkNumbers(ofTriggerCode: code) }
        for node in document.nodes.indices where !reads.blocks.runs(node) { reportUnused(node) }
        return Program(
            kind: document.kind, name: request.name ?? document.name, trigger: document.trigger,
            auth: document.auth,
            triggerCode: request.triggerCode, dependencies: dependencies,
            nodes: document.nodes.indices.map(programNode), templates: templates.used, body: body.block)
    }

    private mutating func reportUnused(_ node: Int) {
        checkNames(in: node)
        // Something else is wrong, and that may be why.
        guard !reads.problems.hasErrors else { return }
        reads.problems.warning(
            "ir.graph.neverRuns", "\"\(document.nodes[node].id)\" never runs: a \"break\" always comes before it.",
            at: document.nodes[node].place, node: document.nodes[node].id)
    }

    /// Who keeps the value of a container reads the values of its arms.
    private mutating func readValues(_ body: Lowered) {
        if document.kind == .workflow, let value = body.block.value { reads.blocks.read(value, in: body.index) }
        if document.kind == .script {
            for node in document.nodes.indices where document.nodes[node].exportName != nil {
                for home in reads.blocks.allHomes(of: node) { reads.blocks.read(node, in: home) }
            }
        }
        var queue = armValues.keys.filter(reads.blocks.isRead)
        while let container = queue.popLast() {
            for value in armValues.removeValue(forKey: container) ?? [] {
                reads.blocks.read(value.node, in: value.block)
                if armValues[value.node] != nil { queue.append(value.node) }
            }
        }
    }

    private func declare(in body: inout Block) {
        var hoisted: [Int: [Int]] = [:]
        for node in document.nodes.indices {
            if let block = reads.blocks.declaration(of: node) { hoisted[block, default: []].append(node) }
        }
        guard !hoisted.isEmpty else { return }
        var next = 0
        body = body.declaring(hoisted, fresh: reads.fresh, &next)
    }

    /// Warns of integers that JavaScript rounds when it reads the code.
    private mutating func checkNumbers(ofTriggerCode code: String) {
        guard code.utf8.count >= LargeIntegers.shortest else { return }
        let source = JavaScriptSource(code)
        for token in source.tokens where token.kind == .number && token.range.count >= LargeIntegers.shortest {
            let spelling = source.text(of: token)
            guard LargeIntegers.isLarge(spelling) else { continue }
            reads.problems.warning(
                "ir.number.large", LargeIntegers.warning(spelling), at: Place.root.member("triggerCode"),
                line: source.line(at: token.range.lowerBound))
        }
    }

    private mutating func checkExports(_ triggerCode: String?) {
        guard document.kind == .script else { return }
        var names: [String: Int] = [:]
        for (index, node) in document.nodes.enumerated() {
            guard let name = node.exportName, let first = names.updateValue(index, forKey: name) else { continue }
            reads.problems.error(
                "ir.script.export", "\"\(document.nodes[first].id)\" is also exported as \"\(name)\".",
                at: node.place.member("name"), node: node.id)
        }
        if names.isEmpty { reportEmptyResponse(triggerCode) }
    }

    /// A script responds with `graph`: what is exported, and what code assigns to it by itself.
    private mutating func reportEmptyResponse(_ triggerCode: String?) {
        let code = document.nodes.lazy.compactMap { $0.data["code"]?.string }
        guard triggerCode?.contains("runGraph") ?? true, !code.contains(where: { $0.contains("graph") }) else { return }
        let last = document.nodes.last { $0.builtIn?.hasValue ?? true }
        let example =
            last.map { " For example, name the node \"\($0.id)\" \"EXPORT_result\" to respond with {\"result\": …}." }
            ?? ""
        reads.problems.warning(
            "ir.script.noExport", "No node's name begins with EXPORT_, so the response is {}.\(example)",
            at: last.map { $0.place.member("name") } ?? .nodes, node: last?.id)
    }

    private func programNode(_ index: Int) -> ProgramNode {
        let node = document.nodes[index]
        let storage: ProgramNode.Storage =
            !reads.blocks.isRead(index) ? .none : reads.blocks.declaration(of: index) == nil ? .local : .hoisted
        let definition = templates.definition(of: node)
        return ProgramNode(
            id: node.id, type: node.type, variable: names.variables[index], storage: storage,
            stepName: names.stepNames[index], exportName: document.kind == .script ? node.exportName : nil,
            options: StepOptions(of: node, definition: definition),
            credential: node.credential(definition?.configSchema ?? []),
            secretFields: node.secretFields(definition?.configSchema ?? []))
    }
}

extension WorkflowNode {
    /// Of a script's node: the key under which its value is returned.
    fileprivate var exportName: String? {
        name.hasPrefix("EXPORT_") && name.utf8.count > 7 ? String(name.dropFirst(7)) : nil
    }
}

extension Block {
    /// The block with the variables that it and those in it declare.
    /// - Parameters:
    ///   - hoisted: The nodes whose variables a block declares, by the number of the block.
    ///   - fresh: The nodes of which a round has a value of its own, by the number of the loop's body.
    ///   - next: The number of this block: they count in the order in which they begin.
    fileprivate func declaring(_ hoisted: [Int: [Int]], fresh: [Int: [Int]], _ next: inout Int) -> Block {
        var block = self
        block.declares = hoisted[next] ?? []
        next += 1
        for index in block.statements.indices {
            switch block.statements[index] {
            case .call, .exit: continue
            case .branch(let branch):
                let arms = branch.arms.map {
                    Branch.Arm(
                        label: $0.label, condition: $0.condition, body: $0.body.declaring(hoisted, fresh: fresh, &next))
                }
                block.statements[index] = .branch(Branch(node: branch.node, arms: arms))
            case .parallel(let node, let arms):
                block.statements[index] = .parallel(
                    node: node, arms: arms.map { $0.declaring(hoisted, fresh: fresh, &next) })
            case .race(let node, let arms):
                block.statements[index] = .race(
                    node: node, arms: arms.map { $0.declaring(hoisted, fresh: fresh, &next) })
            case .loop(let loop):
                block.statements[index] = .loop(
                    Loop(
                        node: loop.node, kind: loop.kind, indexVariable: loop.indexVariable, fresh: fresh[next] ?? [],
                        body: loop.body.declaring(hoisted, fresh: fresh, &next)))
            case .tryCatch(let statement):
                block.statements[index] = .tryCatch(
                    TryCatch(
                        node: statement.node, body: statement.body.declaring(hoisted, fresh: fresh, &next),
                        handler: statement.handler.declaring(hoisted, fresh: fresh, &next),
                        finalizer: statement.finalizer?.declaring(hoisted, fresh: fresh, &next)))
            }
        }
        return block
    }
}
