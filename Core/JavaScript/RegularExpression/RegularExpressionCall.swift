/// `new RegExp(…)` and `RegExp(…)`, as far as its arguments are literals (ECMAScript 2025, section 22.2.4.1).
struct RegularExpressionCall {
    private let analysis: ScopeAnalysis
    private let isLiteral: (JavaScriptToken) -> Bool
    private let first: Int
    /// The parenthesis that opens the arguments.
    private let open: Int

    /// - Parameter reference: A name that the code does not declare.
    /// - Returns: `nil` when it is none.
    init?(
        _ reference: ScopeAnalysis.Reference, in analysis: ScopeAnalysis, isLiteral: @escaping (JavaScriptToken) -> Bool
    ) {
        let token = reference.token
        if analysis.spells(token, "RegExp") {
            open = token + 1
        } else if analysis.spells(token, "globalThis"), analysis.spells(token + 1, "."),
            analysis.spells(token + 2, "RegExp")
        {
            open = token + 3
        } else {
            return nil
        }
        guard analysis.spells(open, "(") else { return nil }
        first = analysis.spells(token - 1, "new") ? token - 1 : token
        self.analysis = analysis
        self.isLiteral = isLiteral
    }

    /// In the text, from `new` to the parenthesis that closes the arguments.
    var range: Range<Int> {
        let (start, end) = (analysis.tokens[first].range.lowerBound, end(from: open + 1))
        guard analysis.tokens.indices.contains(end) else { return start..<analysis.source.bytes.count }
        return start..<analysis.tokens[end].range.upperBound
    }

    /// What is wrong, as far as the arguments tell; `nil` when nothing is.
    var fault: String? {
        let comma = comma(from: open + 1)
        let hasFlags = analysis.spells(comma, ",") && !analysis.spells(comma + 1, ")")
        let flags = hasFlags ? text(from: comma + 1) : ""
        guard let flags else { return nil }
        if let pattern = text(from: open + 1) { return RegularExpressionSyntax.fault(inPattern: pattern, flags: flags) }
        guard hasFlags else { return nil }
        // The pattern of a literal has been looked at with the flags of its own.
        if analysis.tokens[open + 1].kind == .regularExpression, comma == open + 2 {
            let literal = analysis.text(open + 1)
            guard RegularExpressionSyntax.fault(in: literal) == nil, let end = literal.lastIndex(of: "/") else {
                return nil
            }
            return RegularExpressionSyntax.fault(
                inPattern: String(literal[literal.index(after: literal.startIndex)..<end]), flags: flags)
        }
        return RegularExpressionSyntax.fault(inPattern: "", flags: flags)
    }

    /// An argument that is a literal, or several with `+` between them.
    private func text(from start: Int) -> String? {
        var text = ""
        var index = start
        while true {
            let isRaw =
                analysis.spells(index, "String") && analysis.spells(index + 1, ".")
                && analysis.spells(index + 2, "raw")
            if isRaw { index += 3 }
            guard analysis.tokens.indices.contains(index) else { return nil }
            let token = analysis.tokens[index]
            guard isLiteral(token), let part = isRaw ? raw(token) : analysis.source.value(of: token) else { return nil }
            text += part
            index += 1
            if analysis.spells(index, ",") || analysis.spells(index, ")") { return text }
            guard analysis.spells(index, "+") else { return nil }
            index += 1
        }
    }

    private func raw(_ token: JavaScriptToken) -> String? {
        token.kind == .template(.whole) ? analysis.source.text(token.contentRange) : nil
    }

    /// The comma behind the argument that begins at a token, or the parenthesis behind it.
    private func comma(from start: Int) -> Int { end(from: start, isComma: true) }

    private func end(from start: Int, isComma: Bool = false) -> Int {
        var depth = 0
        var index = start
        while index < analysis.tokens.count {
            if depth == 0, isComma, analysis.spells(index, ",") { return index }
            if opens(index) { depth += 1 }
            if closes(index) {
                if depth == 0 { return index }
                depth -= 1
            }
            index += 1
        }
        return index
    }

    private func opens(_ index: Int) -> Bool {
        analysis.tokens[index].kind == .template(.head) || ["(", "[", "{"].contains { analysis.spells(index, $0) }
    }

    private func closes(_ index: Int) -> Bool {
        analysis.tokens[index].kind == .template(.tail) || [")", "]", "}"].contains { analysis.spells(index, $0) }
    }
}
