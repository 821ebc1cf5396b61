/// What a token is to the grammar: one byte, so that the parser compares no text.
enum ScopeSymbol: UInt8, Sendable {
    // Brackets and separators.
    case leftParenthesis, rightParenthesis, leftBracket, rightBracket, leftBrace, rightBrace
    case semicolon, comma, colon, question, dot, optionalDot, ellipsis, arrow, at
    // Operators.
    case assign, less, greater, shiftRight, star, bar, ampersand, bang, plusMinus, tilde, step, binary
    // Literals.
    case literal, templateWhole, templateHead, templateMiddle, templateTail, privateName, end
    // Reserved words.
    case `break`, `case`, `catch`, `class`, const, `continue`, debugger, `default`, delete, `do`, `else`, `enum`, export
    case extends, finally, `for`, function, `if`, `import`, `in`, instanceof, new, `return`, `super`, `switch`, this
    case `throw`, `try`, typeof, `var`, void, `while`, with
    // Words that are names too, depending on where they stand.
    case name, abstract, accessor, arguments, `as`, asserts, async, await, declare, get, implements, infer, interface,
        `is`, keyof
    case `let`, module, namespace, of, override, `private`, protected, `public`, readonly, satisfies, set, `static`
    case type, unique, using, yield, global

    /// Whether a name can stand here: any word that is not reserved.
    var isName: Bool { rawValue >= Self.name.rawValue }

    /// Whether a key can stand here without quotes: any word.
    var isWord: Bool { rawValue >= Self.break.rawValue }

    init(_ token: JavaScriptToken, in bytes: [UInt8]) {
        switch token.kind {
        case .identifier: self = Self.word(bytes, token.range)
        case .punctuator: self = Self.punctuator(bytes, token.range)
        case .privateName: self = .privateName
        case .number, .string, .regularExpression: self = .literal
        // An expression such as `{{node.path}}` in one piece, or a byte that no grammar allows.
        case .unknown: self = .literal
        case .template(.whole): self = .templateWhole
        case .template(.head): self = .templateHead
        case .template(.middle): self = .templateMiddle
        case .template(.tail): self = .templateTail
        case .lineComment, .blockComment, .hashbang, .whitespace, .newline: self = .end
        }
    }

    private static func punctuator(_ bytes: [UInt8], _ range: Range<Int>) -> Self {
        let first = Unicode.Scalar(bytes[range.lowerBound])
        guard range.count > 1 else { return single(first) }
        let second = Unicode.Scalar(bytes[range.lowerBound + 1])
        switch (first, second, range.count) {
        case ("=", ">", 2): return .arrow
        case ("?", ".", 2): return .optionalDot
        case (".", _, _): return .ellipsis
        case ("+", "+", 2), ("-", "-", 2): return .step
        case (">", ">", _) where bytes[range.upperBound - 1] == UInt8(ascii: ">"): return .shiftRight
        default: return .binary
        }
    }

    private static func single(_ byte: Unicode.Scalar) -> Self {
        switch byte {
        case "(": .leftParenthesis
        case ")": .rightParenthesis
        case "[": .leftBracket
        case "]": .rightBracket
        case "{": .leftBrace
        case "}": .rightBrace
        case ";": .semicolon
        case ",": .comma
        case ":": .colon
        case "?": .question
        case ".": .dot
        case "@": .at
        case "=": .assign
        case "<": .less
        case ">": .greater
        case "*": .star
        case "|": .bar
        case "&": .ampersand
        case "!": .bang
        case "+", "-": .plusMinus
        case "~": .tilde
        default: .binary
        }
    }
}
