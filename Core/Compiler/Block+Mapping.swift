import PluginMessages

/// Walks of a program's tree.
extension Block {
    /// The block with each statement replaced, containers before what is in them.
    func mapping(_ change: (Statement) -> Statement) -> Block {
        Block(declares: declares, statements: statements.map { change($0).mappingBlocks(change) }, value: value)
    }
}

extension Statement {
    /// Whether the node has a value that others can read.
    var hasValue: Bool {
        switch self {
        case .exit: return false
        case .call(let call):
            switch call.operation {
            case .sleep, .sleepUntil: return false
            case .step, .http, .waitForEvent, .subWorkflow, .subScript, .template: return true
            }
        case .branch, .parallel, .race, .loop, .tryCatch: return true
        }
    }

    fileprivate func mappingBlocks(_ change: (Statement) -> Statement) -> Statement {
        switch self {
        case .call, .exit: return self
        case .branch(let branch):
            return .branch(
                Branch(
                    node: branch.node,
                    arms: branch.arms.map {
                        .init(label: $0.label, condition: $0.condition, body: $0.body.mapping(change))
                    }))
        case .parallel(let node, let arms): return .parallel(node: node, arms: arms.map { $0.mapping(change) })
        case .race(let node, let arms): return .race(node: node, arms: arms.map { $0.mapping(change) })
        case .loop(let loop): return .loop(loop.with(body: loop.body.mapping(change)))
        case .tryCatch(let tryCatch):
            return .tryCatch(
                TryCatch(
                    node: tryCatch.node, body: tryCatch.body.mapping(change),
                    handler: tryCatch.handler.mapping(change), finalizer: tryCatch.finalizer?.mapping(change)))
        }
    }
}

extension Loop {
    func with(body: Block) -> Loop {
        Loop(node: node, kind: kind, indexVariable: indexVariable, fresh: fresh, body: body)
    }
}
