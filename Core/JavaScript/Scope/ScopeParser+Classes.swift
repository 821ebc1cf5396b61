/// Classes and decorators.
extension ScopeParser {
    /// At the word `class`.
    mutating func classDeclaration() {
        if symbol(after: 1).isName, symbol(after: 1) != .implements { declare(.class, at: index + 1) }
        classExpression()
    }

    /// At the word `class`.
    mutating func classExpression() {
        index += 1
        inBlock {
            if $0.symbol.isName, $0.symbol != .implements {
                $0.declare(.class, at: $0.index)
                $0.index += 1
            }
            if $0.symbol == .less { $0.typeParameters() }
            if $0.takes(.extends) { _ = $0.operand(inTernary: false) }
            if $0.takes(.implements) { $0.types() }
            guard $0.symbol == .leftBrace else { return $0.giveUp() }
            let end = $0.partner(of: $0.index)
            $0.index += 1
            while $0.index < end {
                if $0.takes(.semicolon) { continue }
                let start = $0.index
                $0.nested { $0.classMember() }
                if $0.index == start {
                    $0.giveUp()
                    break
                }
            }
            $0.close(at: end)
        }
    }

    private mutating func classMember() {
        decorators()
        if symbol == .static, symbol(after: 1) == .leftBrace {
            index += 1
            return inFunction(hasThis: true, isDeferred: true) { $0.block() }
        }
        while symbol.isModifier, symbol(after: 1).startsKey { index += 1 }
        _ = takes(.star)
        if symbol == .leftBracket, symbol(after: 1).isName, symbol(after: 2) == .colon {
            // `[key: string]: any`
            index = min(partner(of: index) + 1, tokens.count)
        } else if !key() {
            return
        }
        if !takes(.question) { _ = takes(.bang) }
        if symbol == .leftParenthesis || symbol == .less {
            functionRest(hasThis: true, isDeferred: true)
            _ = takes(.semicolon)
            return
        }
        if takes(.colon) { type() }
        if takes(.assign) {
            inFunction(hasThis: true, isDeferred: true) { $0.expression(withCommas: false) }
        }
        endStatement()
    }

    mutating func decorators() {
        while takes(.at) {
            if !operand(inTernary: false) { giveUp() }
        }
    }
}
