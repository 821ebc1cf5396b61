import PluginMessages

extension Statement {
    /// Whether nothing behind it in its block ever runs.
    var leaves: Bool {
        switch self {
        case .call, .parallel, .race, .loop: false
        case .exit(let exit): exit.condition == nil
        case .branch(let branch):
            branch.arms.contains { $0.condition == nil } && branch.arms.allSatisfy(\.body.leaves)
        case .tryCatch(let tryCatch):
            tryCatch.body.leaves && tryCatch.handler.leaves || tryCatch.finalizer?.leaves == true
        }
    }
}

extension Block {
    fileprivate var leaves: Bool { statements.last?.leaves ?? false }
}
