/// Statements.
extension ScopeParser {
    mutating func program() {
        statements(until: tokens.count)
        if index < tokens.count { giveUp() }
    }

    mutating func wholeExpression() {
        if tokens.isEmpty { giveUp() }
        expression()
        if symbol == .semicolon, index == tokens.count - 1 { index += 1 }
        if index < tokens.count { giveUp() }
    }

    mutating func statements(until end: Int) {
        while index < end {
            let start = index
            nested { $0.statement() }
            // Whatever this is, what follows may be understood again.
            if index == start {
                giveUp()
                index += 1
            }
        }
    }

    /// `{ … }` with a scope of its own, at the opening brace.
    mutating func block() {
        let end = partner(of: index)
        inBlock {
            $0.index += 1
            $0.statements(until: end)
        }
        close(at: end)
    }

    private mutating func statement() {
        switch symbol {
        case .semicolon: index += 1
        case .leftBrace: block()
        case .var: variables(in: functionScope)
        case .const where symbol(after: 1) == .enum: declareAndSkipBody(after: 2, as: .variable)
        case .const: variables(in: scope)
        case .let where symbol(after: 1).isName || symbol(after: 1) == .leftBrace || symbol(after: 1) == .leftBracket:
            variables(in: scope)
        case .using where declaresUsing(at: index): variables(in: scope)
        case .await where symbol(after: 1) == .using && declaresUsing(at: index + 1):
            awaits = true
            index += 1
            variables(in: scope)
        case .function: functionDeclaration()
        case .async where symbol(after: 1) == .function && !followsNewline(after: 1):
            index += 1
            functionDeclaration()
        case .class: classDeclaration()
        case .abstract where symbol(after: 1) == .class:
            index += 1
            classDeclaration()
        case .at: decorators()
        case .if, .while, .with:
            index += 1
            parenthesized()
            body()
            if symbol == .else {
                index += 1
                body()
            }
        case .do:
            index += 1
            body()
            guard takes(.while) else { return giveUp() }
            parenthesized()
            _ = takes(.semicolon)
        case .for: loop()
        case .switch: switches()
        case .try: tries()
        case .return, .throw:
            if symbol == .return { returns = true }
            index += 1
            if !followsNewline(), symbol != .semicolon, symbol != .rightBrace { expression() }
            endStatement()
        case .break, .continue:
            index += 1
            if symbol.isName, !followsNewline() { index += 1 }
            endStatement()
        case .debugger:
            index += 1
            endStatement()
        case .import where symbol(after: 1) != .leftParenthesis && symbol(after: 1) != .dot: importStatement()
        case .export: exportStatement()
        case .enum: declareAndSkipBody(after: 1, as: .variable)
        default: if !typeDeclaration() { labelOrExpression() }
        }
    }

    private mutating func labelOrExpression() {
        if symbol.isName, symbol(after: 1) == .colon {
            index += 2
            return body()
        }
        let start = index
        expression()
        if index > start { endStatement() }
    }

    /// The statement under an `if`, a loop or a label.
    private mutating func body() { nested { $0.statement() } }

    mutating func endStatement() {
        if takes(.semicolon) || symbol == .rightBrace || followsNewline() { return }
        giveUp()
    }

    /// `( … )`, at the opening parenthesis.
    private mutating func parenthesized() {
        guard symbol == .leftParenthesis else { return giveUp() }
        let end = partner(of: index)
        index += 1
        expression()
        close(at: end)
    }

    /// `const a = 1, { b } = c`, at the keyword.
    mutating func variables(in scope: Int) {
        index += 1
        repeat {
            pattern(.variable, in: scope)
            let assertion = index
            if takes(.bang) { noteType(from: assertion) }
            annotation()
            if takes(.assign) { expression(withCommas: false) }
        } while takes(.comma)
        endStatement()
    }

    private func declaresUsing(at index: Int) -> Bool {
        let next = symbol(at: index + 1)
        return next.isName && next != .of && next != .as && next != .satisfies
            && !followsNewline(after: index + 1 - self.index)
    }

    private mutating func loop() {
        index += 1
        if symbol == .await {
            awaits = true
            index += 1
        }
        guard symbol == .leftParenthesis else { return giveUp() }
        let end = partner(of: index)
        inBlock {
            $0.index += 1
            $0.loopHead(until: end)
            $0.close(at: end)
            $0.body()
        }
    }

    private mutating func loopHead(until end: Int) {
        switch symbol {
        case .var, .const, .let, .using:
            let keyword = symbol
            index += 1
            repeat {
                pattern(.variable, in: keyword == .var ? functionScope : scope)
                annotation()
                if takes(.assign) { expression(withCommas: false, withIn: false) }
            } while takes(.comma)
        default: expression(withIn: false)
        }
        if symbol == .of || symbol == .in {
            index += 1
            return expression()
        }
        while index < end, takes(.semicolon) { expression() }
    }

    private mutating func switches() {
        index += 1
        parenthesized()
        guard symbol == .leftBrace else { return giveUp() }
        let end = partner(of: index)
        inBlock {
            $0.index += 1
            while $0.index < end {
                let start = $0.index
                if $0.takes(.case) {
                    $0.expression()
                    if !$0.takes(.colon) { $0.giveUp() }
                } else if $0.symbol == .default, $0.symbol(after: 1) == .colon {
                    $0.index += 2
                } else {
                    $0.nested { $0.statement() }
                }
                if $0.index == start {
                    $0.giveUp()
                    $0.index += 1
                }
            }
        }
        close(at: end)
    }

    private mutating func tries() {
        index += 1
        guard symbol == .leftBrace else { return giveUp() }
        block()
        if takes(.catch) {
            inBlock {
                if $0.symbol == .leftParenthesis {
                    let end = $0.partner(of: $0.index)
                    $0.index += 1
                    $0.pattern(.parameter, in: $0.scope)
                    $0.annotation()
                    $0.close(at: end)
                }
                if $0.symbol == .leftBrace { $0.block() } else { $0.giveUp() }
            }
        }
        if takes(.finally) {
            if symbol == .leftBrace { block() } else { giveUp() }
        }
    }
}
