/// Recursive descent over the tokens of an expression (ECMAScript 2025, section 13). Precedence makes no difference to
/// whether something is an expression. The bodies of functions and classes are for the parser: what is wrong in them is
/// an error of code, and makes no text of it.
struct ExpressionReader {
    typealias Shape = JavaScriptExpression.Shape

    /// Deeper nesting is taken for no expression.
    private static let deepest = 64

    let source: JavaScriptSource
    let tokens: [JavaScriptToken]
    /// By index: the bracket that closes the one there; -1 for other tokens.
    let closings: [Int]
    var index = 0
    private var depth = 0
    /// What the parameters at hand bind.
    var bound: Set<String> = []
    /// Whether `await` is possible: the whole is within an async function, a function says so itself.
    private var isAsync = true

    /// - Returns: `nil` when a token is unknown or has no end, or brackets do not match.
    init?(_ source: JavaScriptSource) {
        tokens = source.significantTokens
        guard tokens.allSatisfy({ $0.isTerminated && $0.kind != .unknown }),
            let closings = Self.closings(source, tokens)
        else { return nil }
        self.source = source
        self.closings = closings
    }

    /// The shape of the whole; `nil` if the tokens are not a single expression.
    mutating func read() -> Shape? {
        guard let shape = assignment(), index == tokens.count else { return nil }
        return shape
    }

    mutating func assignment() -> Shape? {
        guard depth < Self.deepest else { return nil }
        depth += 1
        defer { depth -= 1 }
        if let head = arrowHead() { return function(head) ? .other : nil }
        guard let shape = binary() else { return nil }
        guard takes("?") else { return shape }
        guard assignment() != nil, takes(":"), assignment() != nil else { return nil }
        return .other
    }

    private mutating func binary() -> Shape? {
        var start = index
        guard var shape = unary() else { return nil }
        var operators: Set<String> = []
        while index < tokens.count, Self.binaryOperators.contains(text(index)) {
            // What is before ** is no unary expression (section 13.6).
            if spells(index, "**"), Self.unaryOperators.contains(text(start)) { return nil }
            operators.insert(text(index))
            index += 1
            start = index
            guard unary() != nil else { return nil }
            shape = .other
        }
        // They do not mix without brackets (section 13.13).
        let isMixed = operators.contains("??") && !operators.isDisjoint(with: ["&&", "||"])
        return isMixed ? nil : shape
    }

    private mutating func unary() -> Shape? {
        let start = index
        while index < tokens.count, Self.unaryOperators.contains(text(index)) {
            if spells(index, "await"), !isAsync { return nil }
            index += 1
        }
        guard let shape = postfix() else { return nil }
        return index > start && Self.unaryOperators.contains(text(start)) ? .other : shape
    }

    private mutating func postfix() -> Shape? {
        let isNew = spells(index, "new")
        guard var shape = takes("new") ? construction() : primary() else { return nil }
        var isChain = false
        while index < tokens.count {
            let isOptional = takes("?.")
            // A chain neither begins at `new` without arguments nor has a tagged template.
            if isOptional, isNew, !spells(index - 2, ")") { return nil }
            isChain = isChain || isOptional
            if isOptional ? isName(index) : takes(".") {
                guard isName(index) else { return nil }
                index += 1
                shape = .member
            } else if takes("[") {
                guard list(until: "]", isSparse: false) != nil else { return nil }
                shape = .member
            } else if takes("(") {
                guard arguments() else { return nil }
                shape = .call
            } else if !isOptional, isTemplate {
                guard !isChain, template() else { return nil }
                shape = .call
            } else {
                return isOptional ? nil : shape
            }
        }
        return shape
    }

    /// After `new`: a constructor, and its arguments where there are some.
    private mutating func construction() -> Shape? {
        if takes("(") {
            guard list(until: ")", isSparse: false) != nil else { return nil }
        } else {
            guard isName(index), name(at: index) else { return nil }
            index += 1
        }
        while takes(".") {
            guard isName(index) else { return nil }
            index += 1
        }
        if takes("(") { guard arguments() else { return nil } }
        return .other
    }

    /// Whether an expression can begin with the name at an index.
    func name(at index: Int) -> Bool { Self.literals.contains(text(index)) || !Self.reserved.contains(text(index)) }

    /// A function, which the reader stands behind then.
    mutating func function(_ head: FunctionHead) -> Bool {
        let (around, wasAsync) = (bound, isAsync)
        defer { (bound, isAsync) = (around, wasAsync) }
        (bound, isAsync) = ([], false)
        index = head.parameters.lowerBound
        guard parameters(until: head.parameters.upperBound) else { return false }
        isAsync = head.isAsync
        index = head.body
        guard spells(index, "{") else { return assignment() != nil }
        index = closings[index] + 1
        return true
    }

    /// The parameters of an arrow function that begins here, and where its body does.
    private func arrowHead() -> FunctionHead? {
        let isAsync = spells(index, "async") && !spells(index + 1, "=>")
        let start = isAsync ? index + 1 : index
        if isName(start), spells(start + 1, "=>") {
            return FunctionHead(parameters: start..<start + 1, body: start + 2, isAsync: isAsync)
        }
        guard spells(start, "("), spells(closings[start] + 1, "=>") else { return nil }
        return FunctionHead(parameters: start + 1..<closings[start], body: closings[start] + 2, isAsync: isAsync)
    }

    struct FunctionHead {
        let parameters: Range<Int>
        /// The token that the body begins with.
        let body: Int
        let isAsync: Bool
    }
}

/// Tokens.
extension ExpressionReader {
    func spells(_ index: Int, _ word: String) -> Bool {
        tokens.indices.contains(index) && source.spells(tokens[index], word)
    }

    mutating func takes(_ word: String) -> Bool {
        guard spells(index, word) else { return false }
        index += 1
        return true
    }

    func text(_ index: Int) -> String { tokens.indices.contains(index) ? source.text(of: tokens[index]) : "" }

    func isName(_ index: Int) -> Bool { tokens.indices.contains(index) && tokens[index].kind == .identifier }

    private static func closings(_ source: JavaScriptSource, _ tokens: [JavaScriptToken]) -> [Int]? {
        var closings = Array(repeating: -1, count: tokens.count)
        var open: [(index: Int, closing: String)] = []
        for (index, token) in tokens.enumerated() {
            switch token.kind {
            case .template(.head): open.append((index, ""))
            case .template(.tail): guard open.popLast()?.closing == "" else { return nil }
            case .punctuator:
                if let closing = brackets[source.text(of: token)] {
                    open.append((index, closing))
                } else if ")]}".utf8.contains(source.bytes[token.range.lowerBound]) {
                    guard let last = open.popLast(), source.spells(token, last.closing) else { return nil }
                    closings[last.index] = index
                }
            default: break
            }
        }
        return open.isEmpty ? closings : nil
    }

    private static let brackets = ["(": ")", "[": "]", "{": "}"]
    static let literals: Set<String> = ["true", "false", "null"]
    private static let unaryOperators: Set<String> = ["!", "~", "+", "-", "typeof", "void", "await"]
    private static let binaryOperators: Set<String> = [
        "+", "-", "*", "/", "%", "**", "==", "!=", "===", "!==", "<", ">", "<=", ">=", "&&", "||", "??", "&", "|", "^",
        "<<", ">>", ">>>", "instanceof", "in",
    ]
    /// ECMAScript 2025, section 12.7.2 "Keywords and Reserved Words".
    static let reserved: Set<String> = [
        "await", "break", "case", "catch", "class", "const", "continue", "debugger", "default", "delete", "do", "else",
        "enum", "export", "extends", "finally", "for", "function", "if", "import", "in", "instanceof", "let", "new",
        "return", "implements", "interface", "package", "private", "protected", "public", "static", "super", "switch",
        "this", "throw", "try", "typeof", "var", "void", "while", "with",
        "yield",
    ]
}
