import JSON

// A program names nodes and templates by index. One that came from elsewhere is checked once, so that whoever
// walks it may use an index without looking.

extension Program {
    /// - Throws: When an index names nothing.
    func checkIndexes() throws(JSONMismatch) {
        do { try IndexCheck(nodes: nodes.indices, templates: templates.indices).check(body) } catch {
            throw JSONMismatch(pointer: .root.appending("body"), message: error.message)
        }
    }
}

private struct IndexCheck {
    let nodes: Range<Int>
    let templates: Range<Int>

    func check(_ block: Block) throws(JSONMismatch) {
        for node in block.declares { try check(node: node) }
        for statement in block.statements { try check(statement) }
        if let value = block.value { try check(node: value) }
    }

    private func check(_ statement: Statement) throws(JSONMismatch) {
        switch statement {
        case .call(let call):
            try check(node: call.node)
            try check(call.operation)
            for setting in call.settings { try check(setting.value) }
        case .branch(let branch):
            try check(node: branch.node)
            for arm in branch.arms {
                try check(arm.condition)
                try check(arm.body)
            }
        case .parallel(let node, let arms), .race(let node, let arms):
            try check(node: node)
            for arm in arms { try check(arm) }
        case .loop(let loop):
            try check(node: loop.node)
            switch loop.kind {
            case .forEach(let collection, _): try check(collection)
            case .while(let condition): try check(condition)
            case .times(let count): try check(count)
            }
            try check(loop.body)
        case .tryCatch(let statement):
            try check(node: statement.node)
            for block in [statement.body, statement.handler] { try check(block) }
            if let finalizer = statement.finalizer { try check(finalizer) }
        case .exit(let exit):
            try check(node: exit.node)
            try check(exit.condition)
            if case .loop(let node, _) = exit.target { try check(node: node) }
        }
    }

    private func check(_ operation: Operation) throws(JSONMismatch) {
        if case .template(let index, _) = operation, !templates.contains(index) {
            throw JSONMismatch(message: "template \(index) does not exist")
        }
        try operation.visitReferences(check)
    }

    private func check(_ template: ValueTemplate) throws(JSONMismatch) {
        try template.visitReferences(check)
    }

    private func check(_ code: CodeText?) throws(JSONMismatch) {
        try code?.visitReferences(check)
    }

    private func check(_ reference: Reference) throws(JSONMismatch) {
        if case .node(let node) = reference.root { try check(node: node) }
    }

    private func check(node: Int) throws(JSONMismatch) {
        guard nodes.contains(node) else { throw JSONMismatch(message: "node \(node) does not exist") }
    }
}
