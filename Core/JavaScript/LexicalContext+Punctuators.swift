/// Brackets and operators.
extension LexicalContext {
    mutating func accept(
        punctuator token: JavaScriptToken, in bytes: [UInt8], startsStatement: Bool, afterNewline: Bool
    ) {
        let top = levels.count - 1
        let byte = bytes[token.range.lowerBound]
        guard token.range.count == 1 else {
            let isStep =
                token.range.count == 2 && bytes[token.range.lowerBound + 1] == byte
                && (byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-"))
            endsExpression = isStep && endsExpression && !afterNewline
            return
        }
        switch byte {
        case UInt8(ascii: "("):
            let isFor = previousKeyword == .for
            let isControl = isFor || previousKeyword == .if || previousKeyword == .while || previousKeyword == .with
            levels.append(Level(.parenthesis(isControl: isControl, isFor: isFor)))
            endsExpression = false
        case UInt8(ascii: ")"):
            endsExpression = true
            guard case .parenthesis(let isControl, _) = levels[top].opener else { return }
            levels.removeLast()
            endsExpression = !isControl
            statementFollows = isControl
        case UInt8(ascii: "["):
            levels.append(Level(.bracket))
            endsExpression = false
        case UInt8(ascii: "]"):
            if case .bracket = levels[top].opener { levels.removeLast() }
            endsExpression = true
        case UInt8(ascii: "{"):
            open(brace: token, in: bytes, startsStatement: startsStatement, afterNewline: afterNewline)
        case UInt8(ascii: "}"):
            guard case .brace(_, let isExpression) = levels[top].opener else { return endsExpression = true }
            levels.removeLast()
            endsExpression = isExpression
            statementFollows = !isExpression
        case UInt8(ascii: ";"):
            levels[top].pendingFunction = nil
            levels[top].pendingClass = nil
            statementFollows = true
            endsExpression = false
        case UInt8(ascii: ":"):
            endsExpression = false
            acceptColon(at: top)
        case UInt8(ascii: "?"):
            levels[top].openTernaries? += 1
            endsExpression = false
        // A postfix `!` (TypeScript) leaves an expression an expression.
        case UInt8(ascii: "!"): endsExpression = endsExpression && !afterNewline
        default: endsExpression = false
        }
    }

    /// A colon ends a label or a `case`, and then a statement follows; any other does not.
    private mutating func acceptColon(at top: Int) {
        guard levels[top].holdsStatements else { return }
        if let open = levels[top].openTernaries {
            levels[top].openTernaries = open == 0 ? nil : open - 1
            statementFollows = open == 0
        } else {
            statementFollows = previous?.kind == .identifier && previousStartsStatement
        }
    }

    private mutating func open(
        brace token: JavaScriptToken, in bytes: [UInt8], startsStatement: Bool, afterNewline: Bool
    ) {
        let opener = opener(
            brace: token, in: bytes, startsStatement: startsStatement, afterNewline: afterNewline)
        levels.append(Level(opener))
        endsExpression = false
        if case .brace(holdsStatements: true, _) = opener { statementFollows = true }
    }

    private mutating func opener(
        brace token: JavaScriptToken, in bytes: [UInt8], startsStatement: Bool, afterNewline: Bool
    ) -> Level.Opener {
        let top = levels.count - 1
        if isPartOfExpression(token, in: bytes) { return .brace(holdsStatements: false, isExpression: true) }
        if endsExpression || endsHead(in: bytes) {
            if let head = levels[top].pendingFunction {
                levels[top].pendingFunction = nil
                return .brace(holdsStatements: true, isExpression: head == .expression)
            }
            if let head = levels[top].pendingClass {
                levels[top].pendingClass = nil
                return .brace(holdsStatements: false, isExpression: head == .expression)
            }
            // What else stands before a brace without an operator heads a block: a method, `catch`,
            // `switch (…)`, `interface A`, `namespace A`, or a statement that the line break ended.
            return .brace(holdsStatements: true, isExpression: false)
        }
        let isBlock =
            startsStatement || follows("=>", in: bytes) || previousKeyword == .export
            || previousKeyword == .import
        return .brace(holdsStatements: isBlock, isExpression: !isBlock)
    }

    /// `class {` and, in TypeScript, `): Promise<void> {`: the body follows although no expression ends here.
    private func endsHead(in bytes: [UInt8]) -> Bool {
        guard let level = levels.last, level.pendingFunction != nil || level.pendingClass != nil else { return false }
        return previousKeyword == .class || previousKeyword == .void || follows(">", in: bytes)
            || follows(">>", in: bytes)
    }

    private func follows(_ punctuator: String, in bytes: [UInt8]) -> Bool {
        guard let previous else { return false }
        return bytes[previous.range].elementsEqual(punctuator.utf8)
    }

    /// The braces of the workflow's `{{node.path}}`, which is a value. JavaScript would see a block in a block
    /// with nothing but a name in it, which nobody writes.
    private func isPartOfExpression(_ token: JavaScriptToken, in bytes: [UInt8]) -> Bool {
        var index = token.range.upperBound
        let isInner =
            token.range.lowerBound > 0 && previous?.range == token.range.lowerBound - 1..<token.range.lowerBound
            && bytes[token.range.lowerBound - 1] == UInt8(ascii: "{")
        if !isInner {
            guard index < bytes.count, bytes[index] == UInt8(ascii: "{") else { return false }
            index += 1
        }
        while index < bytes.count, isPathByte(bytes[index]) { index += 1 }
        return index + 1 < bytes.count && bytes[index] == UInt8(ascii: "}") && bytes[index + 1] == UInt8(ascii: "}")
    }

    private func isPathByte(_ byte: UInt8) -> Bool {
        JavaScriptLexer.isNamePart(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
            || byte == UInt8(ascii: " ") || byte == UInt8(ascii: "[") || byte == UInt8(ascii: "]")
    }
}
