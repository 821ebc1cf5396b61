import PluginMessages

/// Leaves of a program what runs before a node, and the node.
///
/// Arms that do not lead to the node are removed, and those that do are run on their conditions as ever. Loops around the
/// node run their first round; the error of a node in the `try` arm is the run's, since its handler was not asked for.
struct ProgramCut {
    /// The program's, and those that the cut has added.
    private(set) var nodes: [ProgramNode]

    init(nodes: [ProgramNode]) { self.nodes = nodes }

    /// - Returns: `nil` for a block without the node.
    mutating func cut(_ block: Block, after node: Int) -> Block? {
        for (index, statement) in block.statements.enumerated() {
            let before = Array(block.statements[..<index])
            if statement.node == node {
                let kept = before + [statement]
                let value = kept.last(where: \.hasValue)?.node
                return Block(declares: block.declares, statements: kept, value: value)
            }
            if case .tryCatch(let tryCatch) = statement, let body = cut(tryCatch.body, after: node) {
                return Block(
                    declares: block.declares + body.declares, statements: before + body.statements,
                    value: body.value ?? before.last(where: \.hasValue)?.node)
            }
            if let shorter = cut(statement, after: node) {
                return Block(declares: block.declares, statements: before + [shorter], value: shorter.node)
            }
        }
        return nil
    }

    /// - Returns: `nil` for a statement without the node.
    private mutating func cut(_ statement: Statement, after node: Int) -> Statement? {
        switch statement {
        case .call, .exit: return nil
        case .branch(let branch):
            let bodies = branch.arms.map { cut($0.body, after: node) }
            guard bodies.contains(where: { $0 != nil }) else { return nil }
            return .branch(
                Branch(
                    node: branch.node,
                    arms: zip(branch.arms, bodies).map {
                        .init(label: $0.label, condition: $0.condition, body: $1 ?? Block())
                    }))
        case .parallel(let container, let arms):
            let kept = arms.compactMap { cut($0, after: node) }
            return kept.isEmpty ? nil : .parallel(node: container, arms: kept)
        case .race(let container, let arms):
            let kept = arms.compactMap { cut($0, after: node) }
            return kept.isEmpty ? nil : .race(node: container, arms: kept)
        case .loop(let loop):
            guard var body = cut(loop.body, after: node) else { return nil }
            body.statements.insert(.exit(secondRound(of: loop)), at: 0)
            return .loop(loop.with(body: body))
        case .tryCatch(let tryCatch):
            if let handler = cut(tryCatch.handler, after: node) {
                return .tryCatch(
                    TryCatch(node: tryCatch.node, body: tryCatch.body, handler: handler, finalizer: nil))
            }
            guard let finalizer = tryCatch.finalizer.flatMap({ cut($0, after: node) }) else { return nil }
            return .tryCatch(
                TryCatch(
                    node: tryCatch.node, body: tryCatch.body, handler: tryCatch.handler, finalizer: finalizer))
        }
    }

    /// Leaves a loop when its first round is over: the `break` that ends it may be behind the node.
    private mutating func secondRound(of loop: Loop) -> Exit {
        let around = nodes[loop.node]
        nodes.append(
            ProgramNode(
                id: around.id, type: "break", variable: "$tested\(loop.node)", storage: .none,
                stepName: "\(around.stepName) (first round)"))
        return Exit(
            node: nodes.count - 1,
            condition: CodeText(parts: [.code("\(loop.indexVariable) > 0")], field: "condition"),
            target: .loop(node: loop.node, crossesArms: false))
    }
}
