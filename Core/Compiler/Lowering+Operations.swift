import IR
import JSON
import PluginMessages
import Values

/// Nodes that do something.
extension Lowering {
    mutating func call(of node: Int) -> Call {
        let operation = operation(of: node)
        return Call(node: node, operation: operation, settings: settings(of: node))
    }

    /// Those of a node's fields that are decided while it runs, unless its `config` decides them.
    private mutating func settings(of index: Int) -> [ValueTemplate.Member] {
        let node = document.nodes[index]
        guard let builtIn = node.builtIn, node.data["inline"] != true else { return [] }
        var settings: [ValueTemplate.Member] = []
        for key in builtIn.settings where !node.configDecides(key) {
            guard let text = node.filled(key)?.string, ExpressionScanner.hasExpression(text),
                let value = field(key, of: node)
            else { continue }
            settings.append(.init(key: key, value: value))
        }
        return settings
    }

    mutating func operation(of index: Int) -> PluginMessages.Operation {
        let node = document.nodes[index]
        switch node.builtIn {
        case .sleep:
            return .sleep(
                node.milliseconds("duration").map { .literal(.int($0)) } ?? field("duration", of: node) ?? .literal(0))
        case .sleepUntil: return .sleepUntil(field("timestamp", of: node) ?? .literal(0))
        case .waitForEvent:
            return .waitForEvent(eventType: node.literal("eventType") ?? "", timeout: node.milliseconds("timeout"))
        case .httpRequest:
            return .http(
                method: node.literal("method") ?? "GET", url: text("url", of: node) ?? .literal(""),
                headers: object("headers", of: node), query: object("queryParams", of: node),
                body: codeOrText("body", of: node))
        case .subWorkflow:
            return .subWorkflow(
                workflow: node.text("workflowId") ?? "", className: node.text("workflowName") ?? "",
                input: codeOrText("input", of: node), waits: node.data["waitForCompletion"]?.bool ?? true,
                timeout: node.milliseconds("timeout") ?? 300_000)
        case .subScript:
            return .subScript(
                worker: node.text("workerName") ?? "", method: node.literal("method") ?? "POST",
                url: text("url", of: node) ?? .literal("/"), headers: object("headers", of: node),
                body: codeOrText("body", of: node))
        case .step, .branch, .parallel, .race, .loop, .tryCatch, .exit:
            let text = node.data["code"]?.string ?? ""
            reads.codeReturns = false
            let code = reads.stepCode(text) { node.dataPlace.member("code") }
            if !text.isEmpty, !reads.codeReturns { reads.valueless.insert(index) }
            let inline = node.data["inline"]?.bool ?? false
            return .step(code: code, inline: inline)
        case nil:
            let params = templates.params(of: node)
            return .template(
                templates.index(of: node), params: reads.template(.object(params)) { node.dataPlace })
        }
    }

    /// A value in which white space around an expression means nothing.
    private mutating func field(_ key: String, of node: WorkflowNode) -> ValueTemplate? {
        guard let value = node.filled(key)?.trimmed else { return nil }
        return reads.template(value) { node.dataPlace.member(key) }
    }

    /// A text in which `${…}` is code, and white space around it means nothing.
    private mutating func text(_ key: String, of node: WorkflowNode) -> ValueTemplate? {
        guard let value = node.filled(key)?.trimmed else { return nil }
        return reads.template(value, code: true) { node.dataPlace.member(key) }
    }

    /// An object, or a text that is one in JSON.
    private mutating func object(_ key: String, of node: WorkflowNode) -> ValueTemplate {
        guard let value = node.filled(key) else { return .empty }
        let object = value.string.flatMap(JSONTemplate.object)
        return reads.template(object.map(JSONValue.object) ?? value, code: true) { node.dataPlace.member(key) }
    }

    /// A value that may be code as a whole.
    private mutating func codeOrText(_ key: String, of node: WorkflowNode) -> ValueTemplate? {
        guard let value = node.filled(key) else { return nil }
        return reads.codeOrTemplate(value, field: key) { node.dataPlace.member(key) }
    }

    /// Checks the names in a node's expressions where the order of the nodes is not known.
    mutating func checkNames(in node: Int) { _ = code(of: node) }

    /// The code of a node, as a statement by itself, where the order of the nodes is not known. Expressions in it are checked.
    /// - Returns: `nil` for a node without code.
    mutating func code(of node: Int) -> Statement? {
        reads.knowsOrder = false
        reads.reader = node
        switch document.nodes[node].builtIn {
        case .branch:
            let arms = conditions(of: node).compactMap { condition in
                condition.map { Branch.Arm(label: "", condition: $0, body: Block()) }
            }
            return arms.isEmpty ? nil : .branch(Branch(node: node, arms: arms))
        case .loop:
            let kind = loopKind(of: node)
            return .loop(
                Loop(node: node, kind: kind, indexVariable: document.nodes[node].indexVariable, body: Block()))
        case .exit:
            return condition(of: node).map { .exit(Exit(node: node, condition: $0, target: .enclosing)) }
        case .parallel, .race, .tryCatch: return nil
        case .step:
            guard case .step(let code, let isInline) = operation(of: node), !code.parts.isEmpty else { return nil }
            // What belongs to a loop around it is not to be had alone.
            if isInline, ["break", "continue"].contains(where: document.nodes[node].codeContains) { return nil }
            return .call(Call(node: node, operation: .step(code: code, inline: false), settings: settings(of: node)))
        case .httpRequest, .subWorkflow, .subScript: return .call(call(of: node))
        case .sleep, .sleepUntil, .waitForEvent, nil:
            _ = call(of: node)
            return nil
        }
    }
}

extension WorkflowNode {
    fileprivate func codeContains(_ word: String) -> Bool { data["code"]?.string?.contains(word) ?? false }
}

extension JSONValue {
    /// A text without the white space around it.
    fileprivate var trimmed: JSONValue {
        guard case .string(let text) = self else { return self }
        guard let start = text.firstIndex(where: { !$0.isWhitespace }),
            let end = text.lastIndex(where: { !$0.isWhitespace })
        else { return self }
        return .string(String(text[start...end]))
    }
}

extension WorkflowNode {
    fileprivate func text(_ key: String) -> String? { filled(key)?.string }

    /// `nil` also for a text with an expression in it, which has no value yet.
    fileprivate func literal(_ key: String) -> String? {
        text(key).flatMap { ExpressionScanner.hasExpression($0) ? nil : $0 }
    }

    /// Whether the node's `config` has what a field of its `data` would say.
    fileprivate func configDecides(_ key: String) -> Bool {
        guard retriesInData else { return false }
        return switch key {
        case "timeout": config.timeout != nil
        case "retryLimit": config.retryLimit != nil
        case "retryDelay": config.retryDelay != nil
        case "backoff": config.backoff != nil
        default: false
        }
    }

    /// `nil` also for an expression, which has no value yet.
    fileprivate func milliseconds(_ key: String) -> Int? {
        filled(key).flatMap { try? DurationText.milliseconds(of: $0) }
    }
}
