import PluginMessages

extension Program {
    /// The tree of blocks on one line: calls by their node, `b?{x: … | else: …}` a branch, `p&{… | …}` and
    /// `r^{… | …}` arms at once, `l*{…}` a loop, `t!{… | … | …}` try, catch and finally, `b>l` a break out of a
    /// loop, `b>` one out of the run or arm; `[a b]` the variables that a block declares.
    var outline: String { outline(body) }

    private func outline(_ block: Block) -> String {
        let declared = block.declares.map { nodes[$0].id }
        let parts = block.statements.map(outline)
        return ((declared.isEmpty ? [] : ["[\(declared.joined(separator: " "))]"]) + parts).joined(separator: " ")
    }

    private func outline(_ statement: Statement) -> String {
        switch statement {
        case .call(let call): return nodes[call.node].id
        case .branch(let branch):
            let arms = branch.arms.map { "\($0.condition == nil ? "else" : $0.label): \(outline($0.body))" }
            return "\(nodes[branch.node].id)?{\(arms.joined(separator: " | "))}"
        case .parallel(let node, let arms): return "\(nodes[node].id)&{\(arms.map(outline).joined(separator: " | "))}"
        case .race(let node, let arms): return "\(nodes[node].id)^{\(arms.map(outline).joined(separator: " | "))}"
        case .loop(let loop): return "\(nodes[loop.node].id)*{\(outline(loop.body))}"
        case .tryCatch(let statement):
            let blocks = [statement.body, statement.handler] + (statement.finalizer.map { [$0] } ?? [])
            return "\(nodes[statement.node].id)!{\(blocks.map(outline).joined(separator: " | "))}"
        case .exit(let exit):
            let id = nodes[exit.node].id
            switch exit.target {
            case .loop(let loop, let crossesArms): return "\(id)>\(crossesArms ? ">" : "")\(nodes[loop].id)"
            case .enclosing: return "\(id)>"
            }
        }
    }
}
