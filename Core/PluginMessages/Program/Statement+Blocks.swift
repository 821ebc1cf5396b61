extension Statement {
    /// The node that the statement is of.
    package var node: Int {
        switch self {
        case .call(let call): call.node
        case .branch(let branch): branch.node
        case .parallel(let node, _), .race(let node, _): node
        case .loop(let loop): loop.node
        case .tryCatch(let tryCatch): tryCatch.node
        case .exit(let exit): exit.node
        }
    }

    /// The blocks in it, in order.
    package var blocks: [Block] {
        switch self {
        case .call, .exit: []
        case .branch(let branch): branch.arms.map(\.body)
        case .parallel(_, let arms), .race(_, let arms): arms
        case .loop(let loop): [loop.body]
        case .tryCatch(let tryCatch): [tryCatch.body, tryCatch.handler] + (tryCatch.finalizer.map { [$0] } ?? [])
        }
    }
}
