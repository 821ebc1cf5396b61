import PluginMessages

extension RunPrinter {
    mutating func print(_ branch: Branch) {
        declare(branch.node)
        let conditional = branch.arms.filter { $0.condition != nil }
        let otherwise = branch.arms.first { $0.condition == nil && !isEmpty($0.body, of: branch.node) }
        for (index, arm) in conditional.enumerated() {
            guard let condition = arm.condition.map({ printed($0, of: branch.node) }) else { continue }
            if index > 0 { out.dedent() }
            out.line("\(index > 0 ? "} else if" : "if") \(condition.parenthesized()) {", holding: condition.field)
            out.indentMore()
            print(arm, of: branch.node)
        }
        if let otherwise {
            if conditional.isEmpty { out.open("{") } else { out.reopen("} else {") }
            print(otherwise, of: branch.node)
        }
        if !conditional.isEmpty || otherwise != nil { out.close("}") }
    }

    /// Whether nothing is printed for an arm's block.
    private func isEmpty(_ block: Block, of node: Int) -> Bool {
        block.statements.isEmpty && block.declares.isEmpty && (block.value == nil || !facts.isKept[node])
    }

    private mutating func print(_ arm: Branch.Arm, of node: Int) {
        print(arm.body)
        assign(node, from: arm.body)
    }

    mutating func print(_ tryCatch: TryCatch) {
        declare(tryCatch.node)
        out.open("try {")
        print(tryCatch.body)
        assign(tryCatch.node, from: tryCatch.body)
        out.reopen("} catch (err: any) {")
        print(tryCatch.handler)
        assign(tryCatch.node, from: tryCatch.handler)
        if let finalizer = tryCatch.finalizer, !isEmpty(finalizer, of: tryCatch.node) {
            out.reopen("} finally {")
            print(finalizer)
        }
        out.close("}")
    }
}
