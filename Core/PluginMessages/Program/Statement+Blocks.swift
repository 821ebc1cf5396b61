extension Statement {
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
