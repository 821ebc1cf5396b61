import PluginMessages

extension Program {
    /// The program without the code that errors are of: it can be parsed as far as the rest is right.
    /// - Returns: `nil` when no error is of code.
    func without(codeOf errors: [Diagnostic]) -> Program? {
        var nodes: Set<Int> = []
        var hasTriggerCode = triggerCode != nil
        for error in errors where error.severity == .error {
            let parts = error.pointer.split(separator: "/")
            if parts.first == "triggerCode" {
                hasTriggerCode = false
            } else if parts.count > 2, parts[0] == "nodes", parts[2] == "data", let node = Int(parts[1]) {
                nodes.insert(node)
            }
        }
        guard !nodes.isEmpty || hasTriggerCode != (triggerCode != nil) else { return nil }
        return Program(
            kind: kind, runsDurably: runsDurably, name: name, trigger: trigger, auth: auth,
            triggerCode: hasTriggerCode ? triggerCode : nil, dependencies: dependencies, nodes: self.nodes,
            templates: templates, body: body.without(codeOf: nodes))
    }
}

extension Block {
    fileprivate func without(codeOf nodes: Set<Int>) -> Block {
        Block(declares: declares, statements: statements.map { $0.without(codeOf: nodes) }, value: value)
    }
}

extension Statement {
    fileprivate func without(codeOf nodes: Set<Int>) -> Statement {
        let isWithout = nodes.contains(node)
        switch self {
        case .call(let call):
            return isWithout ? .call(Call(node: call.node, operation: .step(code: .nothing, inline: false))) : self
        case .exit(let exit):
            return isWithout
                ? .exit(Exit(node: exit.node, condition: exit.condition.map { _ in .always }, target: exit.target))
                : self
        case .branch(let branch):
            return .branch(
                Branch(
                    node: branch.node,
                    arms: branch.arms.map {
                        .init(
                            label: $0.label, condition: isWithout ? $0.condition.map { _ in .always } : $0.condition,
                            body: $0.body.without(codeOf: nodes))
                    }))
        case .parallel(let node, let arms):
            return .parallel(node: node, arms: arms.map { $0.without(codeOf: nodes) })
        case .race(let node, let arms): return .race(node: node, arms: arms.map { $0.without(codeOf: nodes) })
        case .loop(let loop):
            return .loop(
                Loop(
                    node: loop.node, kind: isWithout ? .while(condition: .always) : loop.kind,
                    indexVariable: loop.indexVariable, fresh: loop.fresh, body: loop.body.without(codeOf: nodes)))
        case .tryCatch(let statement):
            return .tryCatch(
                TryCatch(
                    node: statement.node, body: statement.body.without(codeOf: nodes),
                    handler: statement.handler.without(codeOf: nodes),
                    finalizer: statement.finalizer?.without(codeOf: nodes)))
        }
    }
}

extension CodeText {
    fileprivate static let nothing = CodeText(parts: [], field: "code")
    fileprivate static let always = CodeText(parts: [.code("true")], field: "condition")
}
