import PluginMessages

extension Program {
    /// Every call, in the order of the text.
    var calls: [Call] {
        var calls: [Call] = []
        body.collect(into: &calls)
        return calls
    }
}

extension Block {
    fileprivate func collect(into calls: inout [Call]) {
        for statement in statements {
            if case .call(let call) = statement { calls.append(call) }
            for block in statement.blocks { block.collect(into: &calls) }
        }
    }
}

extension Statement {
    /// The blocks in it, in order.
    var blocks: [Block] {
        switch self {
        case .call, .exit: []
        case .branch(let branch): branch.arms.map(\.body)
        case .parallel(_, let arms), .race(_, let arms): arms
        case .loop(let loop): [loop.body]
        case .tryCatch(let tryCatch): [tryCatch.body, tryCatch.handler] + (tryCatch.finalizer.map { [$0] } ?? [])
        }
    }
}
