import PluginMessages

extension Program {
    /// The services of the workflows that every run starts that comes to its end.
    var certainWorkflows: Set<String> {
        guard isDurable else { return [] }
        var found: Set<String> = []
        _ = body.collectCertain(into: &found)
        return found
    }
}

extension Block {
    /// - Returns: `false` when a run may leave before the block's end.
    fileprivate func collectCertain(into found: inout Set<String>) -> Bool {
        for statement in statements {
            switch statement {
            case .call(let call):
                if case .subWorkflow(let service, _, _, _, _) = call.operation { found.insert(service) }
            case .parallel(_, let arms):
                for arm in arms { _ = arm.collectCertain(into: &found) }
            case .exit: return false
            // Whether their blocks run, or run to their end, is not known before.
            case .branch, .race, .loop, .tryCatch:
                if statement.blocks.contains(where: \.hasExit) { return false }
            }
        }
        return true
    }

    private var hasExit: Bool {
        statements.contains { statement in
            if case .exit = statement { true } else { statement.blocks.contains(where: \.hasExit) }
        }
    }
}
