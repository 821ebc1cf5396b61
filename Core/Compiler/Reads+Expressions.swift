import IR
import JavaScript

/// Fields whose text is one expression.
extension Reads {
    /// Reports what cannot be one, in words of the field. Code of steps can have the same `${…}`.
    mutating func checkExpression(of reading: CodeReading, field: String, at place: () -> Place) {
        let isExpression = field == "collection" || field.hasSuffix("condition")
        guard isExpression || field == "code" else { return }
        let analysis = reading.analysis
        let fault = isExpression ? ExpressionFault(in: analysis) : ExpressionFault.interpolation(in: analysis)
        if let fault {
            problems.error(
                "ir.code.expression", fault.message, at: place(), node: document.nodes[reader].id,
                line: reading.source.line(at: fault.offset))
        } else if field.hasSuffix("condition") {
            checkComparison(in: analysis, at: place)
            checkConstant(analysis, at: place)
        }
    }

    /// A condition that is always true takes its arm whatever its values are.
    private mutating func checkConstant(_ analysis: ScopeAnalysis, at place: () -> Place) {
        let advice: String
        if isText(analysis) {
            advice = "a text, which is always true. Remove the quotes around it."
        } else if isFunction(analysis) {
            advice = "a function, which is always true. Write what it returns, such as order.total > 100."
        } else {
            return
        }
        problems.warning(
            "ir.code.constant", "The condition is \(advice)", at: place(), node: document.nodes[reader].id,
            line: analysis.source.line(at: analysis.tokens[0].range.lowerBound))
    }

    /// Whether it is one literal with text of its own: `"{{name}}"` alone asks whether there is a name.
    private func isText(_ analysis: ScopeAnalysis) -> Bool {
        guard analysis.tokens.count == 1, let token = analysis.tokens.first, token.isTerminated else { return false }
        switch token.kind {
        case .string, .template(.whole):
            let expressions = ExpressionScanner.scan(analysis.source.bytes, in: token.contentRange, isLiteral: true)
            return token.contentRange.count > expressions.reduce(0) { $0 + $1.range.count }
        default: return false
        }
    }

    /// Whether it is a function, and not the call of one.
    private func isFunction(_ analysis: ScopeAnalysis) -> Bool {
        let start = analysis.spells(0, "async") ? 1 : 0
        if analysis.spells(start, "function") { return analysis.spells(analysis.tokens.count - 1, "}") }
        guard analysis.spells(start, "(") else { return analysis.spells(start + 1, "=>") }
        var depth = 0
        for index in start..<analysis.tokens.count {
            if analysis.spells(index, "(") { depth += 1 }
            if analysis.spells(index, ")") { depth -= 1 }
            if depth == 0 { return analysis.spells(index + 1, "=>") }
        }
        return false
    }

    /// A condition that assigns was mostly meant to compare. Names are looked at where all code is.
    private mutating func checkComparison(in analysis: ScopeAnalysis, at place: () -> Place) {
        let isFunction = analysis.tokens.indices.contains { index in
            ["=>", "function", "class"].contains { analysis.spells(index, $0) }
        }
        guard !isFunction else { return }
        let found = analysis.tokens.indices.dropFirst().first { index in
            let isMember = index > 1 && [".", "?."].contains { analysis.spells(index - 2, $0) }
            return analysis.spells(index, "=")
                && (isMember || analysis.tokens[index - 1].kind == .unknown || analysis.spells(index - 1, "]"))
        }
        guard let found else { return }
        problems.warning(
            "ir.code.assignment",
            "\"=\" in the condition sets a value and does not compare. Write ===.", at: place(),
            node: document.nodes[reader].id, line: analysis.source.line(at: analysis.tokens[found].range.lowerBound))
    }

    /// Reports a collection that is a text or an object whatever its names are.
    mutating func checkCollection(_ text: String, at place: () -> Place) {
        // What is wrong with JSON has been told.
        guard JSONTemplate.value(text) == nil, let type = typeOfLiteral(text), !isNoted("collection", at: place) else {
            return
        }
        problems.error(
            "ir.data.type",
            "The field \"collection\" must be an array, an expression or JavaScript, not \(type).", at: place(),
            node: document.nodes[reader].id)
    }

    private func typeOfLiteral(_ text: String) -> String? {
        let source = JavaScriptSource(text)
        let tokens = source.significantTokens
        guard let first = tokens.first, tokens.allSatisfy(\.isTerminated) else { return nil }
        switch first.kind {
        case .string, .template(.whole): return tokens.count == 1 ? "string" : nil
        case .template(.head):
            var depth = 0
            for (index, token) in tokens.enumerated() {
                if token.kind == .template(.head) { depth += 1 }
                if token.kind == .template(.tail) { depth -= 1 }
                if depth == 0 { return index == tokens.count - 1 ? "string" : nil }
            }
            return nil
        case .punctuator where source.spells(first, "{"):
            return JavaScriptExpression(typeScript: source)?.shape == .object ? "object" : nil
        default: return nil
        }
    }
}
