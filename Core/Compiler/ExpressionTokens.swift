import JavaScript

/// The tokens of a text that one expression is expected in, by their indexes. There is one at least.
struct ExpressionTokens {
    typealias Found = (message: String, index: Int)

    let analysis: ScopeAnalysis
    /// The tokens that stand in no brackets.
    private let outer: [Int]

    init(analysis: ScopeAnalysis) {
        self.analysis = analysis
        var (outer, depth) = ([Int](), 0)
        for (index, token) in analysis.tokens.enumerated() {
            let isOpening = token.kind == .template(.head) || Self.opening.contains { analysis.spells(index, $0) }
            let isClosing = token.kind == .template(.tail) || Self.closing.contains { analysis.spells(index, $0) }
            if isClosing { depth -= 1 }
            if depth == 0 { outer.append(index) }
            if isOpening { depth += 1 }
        }
        self.outer = outer
    }

    /// A statement, or several.
    var statement: Found? {
        let first = analysis.text(0)
        if analysis.tokens.count == 1, first == "else" || first == "default" {
            return ("\"\(first)\" is not an expression. Leave the condition of the arm empty that runs otherwise.", 0)
        }
        if Self.statements.contains(first) {
            return ("\"\(first)\" begins a statement; expected one expression, such as order.total > 100.", 0)
        }
        return outer.first { analysis.spells($0, ";") }.map {
            ("\";\" separates statements; expected one expression. Join conditions with && or ||.", $0)
        }
    }

    /// An operator of another language.
    var word: Found? {
        // A type of a function's may have such a word.
        let isFunction = analysis.tokens.indices.contains { index in
            analysis.spells(index, "=>") || analysis.spells(index, "function")
        }
        guard !isFunction else { return nil }
        for index in outer where index + 1 < analysis.tokens.count {
            if analysis.spells(index, "<"), analysis.spells(index + 1, ">"), isOperand(index - 1) {
                return ("\"<>\" is not an operator of JavaScript; write !==.", index)
            }
            guard analysis.tokens[index].kind == .identifier,
                let (isPrefix, instead) = Self.words[analysis.text(index).lowercased()],
                isPrefix ? index == 0 && begins(index + 1) : isOperand(index - 1)
            else { continue }
            return ("\"\(analysis.text(index))\" is not an operator of JavaScript; write \(instead).", index)
        }
        return nil
    }

    /// An operator behind which a value is missing.
    var end: Found? {
        let last = analysis.tokens.count - 1
        guard Self.operators.contains(analysis.text(last)), outer.last == last else { return nil }
        // The name of a member.
        let isMember = [".", "?."].contains { analysis.spells(last - 1, $0) }
        if isMember, analysis.tokens[last].kind == .identifier { return nil }
        return ("The expression ends with \"\(analysis.text(last))\"; expected a value behind it.", last)
    }

    /// Whether a value ends with a token.
    private func isOperand(_ index: Int) -> Bool {
        guard analysis.tokens.indices.contains(index) else { return false }
        return switch analysis.tokens[index].kind {
        case .identifier: !Self.prefixes.contains(analysis.text(index))
        case .number, .string, .template(.whole), .template(.tail), .regularExpression, .unknown: true
        case .punctuator: analysis.spells(index, ")") || analysis.spells(index, "]")
        default: false
        }
    }

    /// Whether a value begins with a token, and nothing else could.
    private func begins(_ index: Int) -> Bool {
        switch analysis.tokens[index].kind {
        case .identifier: !["in", "instanceof", "as", "satisfies"].contains(analysis.text(index))
        case .number, .string, .unknown: true
        default: false
        }
    }

    private static let opening = ["(", "[", "{"]
    private static let closing = [")", "]", "}"]

    private static let statements: Set<String> = [
        "return", "if", "for", "while", "do", "switch", "throw", "try", "const", "let", "var", "break", "continue",
        "export",
    ]

    private static let words: [String: (isPrefix: Bool, instead: String)] = [
        "and": (false, "&&"), "or": (false, "||"), "not": (true, "!"), "is": (false, "==="), "equals": (false, "==="),
        "contains": (false, "a.includes(b)"),
    ]

    /// Words behind which a value or a type begins.
    private static let prefixes: Set<String> = [
        "as", "satisfies", "in", "instanceof", "of", "new", "typeof", "await", "void", "delete", "yield", "keyof", "is",
        "asserts", "infer", "readonly", "unique", "extends", "function", "class", "async", "get", "set", "static",
    ]

    /// A `>` may end a type, and `!` stand behind a value.
    private static let operators: Set<String> = [
        "||", "&&", "??", "==", "===", "!=", "!==", "<", "<=", ">=", "+", "-", "*", "/", "%", "**", "&", "|", "^", "<<",
        ",", "?", ":", ".", "?.", "=", "=>", "~", "typeof", "await", "instanceof", "in", "new", "void",
    ]
}
