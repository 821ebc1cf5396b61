/// Imports, exports, and what TypeScript declares.
extension ScopeParser {
    /// At the word `import`.
    mutating func importStatement() {
        index += 1
        let next = symbol(after: 1)
        if symbol == .type, next == .leftBrace || next == .star || next.isName && symbol(after: 2) != .literal {
            index += 1
        }
        while symbol != .literal {
            switch symbol {
            case .comma, .star, .as: index += 1
            case .leftBrace: importedNames()
            default:
                guard symbol.isName else { return giveUp() }
                // The word before the module is `from`.
                if symbol(after: 1) != .literal { declare(.import, at: index) }
                index += 1
                if symbol == .assign { return expressionStatement() }
            }
        }
        index += 1
        if symbol == .with || symbol(after: 1) == .leftBrace && !followsNewline() {
            index = min(partner(of: index + 1) + 1, tokens.count)
        }
        endStatement()
    }

    /// `{ a, b as c, type D }`
    private mutating func importedNames() {
        let end = partner(of: index)
        index += 1
        while index < end {
            if symbol == .type, symbol(after: 1).isWord, symbol(after: 1) != .as || symbol(after: 2) == .as {
                index += 1
            }
            if symbol(after: 1) == .as { index += 2 }
            guard symbol.isName else { break }
            declare(.import, at: index)
            index += 1
            if !takes(.comma) { break }
        }
        close(at: end)
    }

    /// At the word `export`; a declaration behind it is the next statement.
    mutating func exportStatement() {
        index += 1
        switch symbol {
        case .default:
            index += 1
            switch symbol {
            case .function, .class, .at, .abstract, .interface: return
            case .async where symbol(after: 1) == .function: return
            default: expressionStatement()
            }
        case .assign:
            index += 1
            expressionStatement()
        case .type where symbol(after: 1) == .leftBrace || symbol(after: 1) == .star:
            index += 1
            exportedNames(areTypes: true)
        case .leftBrace, .star: exportedNames(areTypes: false)
        default: break
        }
    }

    /// `{ a, b as c }`, `{ a } from "m"`, `* from "m"`.
    private mutating func exportedNames(areTypes: Bool) {
        if takes(.star) {
            if takes(.as) { index += 1 }
        } else {
            let end = partner(of: index)
            let isFromElsewhere = areTypes || symbol(at: end + 2) == .literal && symbol(at: end + 1) == .name
            index += 1
            while index < end {
                if !isFromElsewhere, symbol.isName { refer(to: index) }
                index += symbol(after: 1) == .as ? 3 : 1
                if !takes(.comma) { break }
            }
            close(at: end)
        }
        if symbol == .name, symbol(after: 1) == .literal {
            index += 2
            if symbol == .with { index = min(partner(of: index + 1) + 1, tokens.count) }
        }
        endStatement()
    }

    private mutating func expressionStatement() {
        if symbol == .assign { index += 1 }
        expression()
        endStatement()
    }

    /// `type`, `interface`, `namespace`, `declare` and `global`, which are names elsewhere.
    /// - Returns: Whether there was one.
    mutating func typeDeclaration() -> Bool {
        guard !followsNewline(after: 1) else { return false }
        let next = symbol(after: 1)
        switch symbol {
        case .type where next.isName && (symbol(after: 2) == .assign || symbol(after: 2) == .less):
            declare(.type, at: index + 1)
            index += 2
            if symbol == .less { typeParameters() }
            if takes(.assign) { type() } else { giveUp() }
            endStatement()
        case .interface where next.isName: declareAndSkipBody(after: 1, as: .type)
        case .namespace where next.isName, .module where next.isName:
            declare(.variable, at: index + 1)
            index += 2
            while takes(.dot) { index += 1 }
            if symbol == .leftBrace { block() } else { giveUp() }
        case .module where next == .literal, .global where next == .leftBrace:
            index = min(partner(of: next == .literal ? index + 2 : index + 1) + 1, tokens.count)
        case .declare where next.declares: index += 1
        default: return false
        }
        return true
    }

    /// What has a name and then braces in which nothing runs that matters.
    mutating func declareAndSkipBody(after distance: Int, as kind: ScopeAnalysis.Declaration.Kind) {
        guard symbol(after: distance).isName else {
            index += distance
            return giveUp()
        }
        declare(kind, at: index + distance)
        index += distance + 1
        if symbol == .less { typeParameters() }
        if takes(.extends) { types() }
        guard symbol == .leftBrace else { return giveUp() }
        index = min(partner(of: index) + 1, tokens.count)
    }
}
