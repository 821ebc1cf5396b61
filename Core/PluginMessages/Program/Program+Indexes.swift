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
        switch operation {
        case .step(let code, _): try check(code)
        case .http(_, let url, let headers, let query, let body):
            for template in [url, headers, query, body].compactMap({ $0 }) { try check(template) }
        case .sleep(let template), .sleepUntil(let template): try check(template)
        case .waitForEvent: break
        case .subWorkflow(_, _, let input, _, _): if let input { try check(input) }
        case .subScript(_, _, let url, let headers, let body):
            for template in [url, headers, body].compactMap({ $0 }) { try check(template) }
        case .template(let index, let params):
            guard templates.contains(index) else { throw JSONMismatch(message: "template \(index) does not exist") }
            try check(params)
        }
    }

    private func check(_ template: ValueTemplate) throws(JSONMismatch) {
        switch template {
        case .literal: break
        case .reference(let reference): try check(reference)
        case .code(let code): try check(code)
        case .text(let parts): try check(parts)
        case .array(let values): for value in values { try check(value) }
        case .object(let members): for member in members { try check(member.value) }
        }
    }

    private func check(_ code: CodeText?) throws(JSONMismatch) {
        for alias in code?.aliases ?? [] { try check(alias.value) }
        for part in code?.parts ?? [] {
            switch part {
            case .code: break
            case .reference(let reference), .interpolation(let reference): try check(reference)
            case .string(let parts, _): try check(parts)
            }
        }
    }

    private func check(_ parts: [TextPart]) throws(JSONMismatch) {
        for part in parts {
            switch part {
            case .text: break
            case .reference(let reference): try check(reference)
            case .code(let code): try check(code)
            }
        }
    }

    private func check(_ reference: Reference) throws(JSONMismatch) {
        if case .node(let node) = reference.root { try check(node: node) }
    }

    private func check(node: Int) throws(JSONMismatch) {
        guard nodes.contains(node) else { throw JSONMismatch(message: "node \(node) does not exist") }
    }
}
