/// Functions, their parameters, and patterns.
extension ScopeParser {
    /// At the word `function`.
    mutating func functionDeclaration() {
        index += 1
        _ = takes(.star)
        if symbol.isName {
            declare(.function, at: index)
            index += 1
        }
        functionRest(hasThis: true, isDeferred: true)
        // An overload, or a declaration of what is elsewhere, has no body.
        _ = takes(.semicolon)
    }

    /// At the word `function`. Its name is known in it only.
    mutating func functionExpression(isDeferred: Bool) {
        index += 1
        _ = takes(.star)
        inBlock {
            if $0.symbol.isName {
                $0.declare(.function, at: $0.index)
                $0.index += 1
            }
            $0.functionRest(hasThis: true, isDeferred: isDeferred)
        }
    }

    /// From the type parameters or the opening parenthesis on.
    mutating func functionRest(hasThis: Bool, isDeferred: Bool) {
        inFunction(hasThis: hasThis, isDeferred: isDeferred) {
            if $0.symbol == .less { $0.typeParameters() }
            guard $0.symbol == .leftParenthesis else { return $0.giveUp() }
            $0.parameters()
            $0.annotation()
            if $0.symbol == .leftBrace { $0.functionBody() }
        }
    }

    /// At the parameters.
    mutating func arrow(isDeferred: Bool) {
        inFunction(hasThis: false, isDeferred: isDeferred) {
            if $0.symbol == .less { $0.typeParameters() }
            if $0.symbol == .leftParenthesis {
                $0.parameters()
                $0.annotation()
            } else {
                $0.declare(.parameter, at: $0.index)
                $0.index += 1
            }
            guard $0.takes(.arrow) else { return $0.giveUp() }
            if $0.symbol == .leftBrace { $0.functionBody() } else { $0.expression(withCommas: false) }
        }
    }

    /// The body is in the scope of the parameters.
    private mutating func functionBody() {
        let end = partner(of: index)
        index += 1
        statements(until: end)
        close(at: end)
    }

    private mutating func parameters() {
        let end = partner(of: index)
        index += 1
        while index < end {
            let start = index
            decorators()
            while symbol.isModifier, symbol(after: 1).isName { index += 1 }
            if takes(.this) {
                // What a function's `this` is, is no parameter of its.
                annotation()
                _ = takes(.comma)
                noteType(from: start)
                continue
            }
            _ = takes(.ellipsis)
            pattern(.parameter, in: scope)
            let optional = index
            if takes(.question) { noteType(from: optional) }
            annotation()
            if takes(.assign) { expression(withCommas: false) }
            if !takes(.comma), index < end || index == start { break }
        }
        close(at: end)
    }

    /// A name, `{ … }` or `[ … ]`, each name of which is declared.
    mutating func pattern(_ kind: ScopeAnalysis.Declaration.Kind, in scope: Int) {
        switch symbol {
        case .leftBrace: nested { $0.objectPattern(kind, in: scope) }
        case .leftBracket: nested { $0.arrayPattern(kind, in: scope) }
        default:
            guard symbol.isName else { return giveUp() }
            declare(kind, at: index, in: scope)
            index += 1
        }
    }

    private mutating func objectPattern(_ kind: ScopeAnalysis.Declaration.Kind, in scope: Int) {
        let end = partner(of: index)
        index += 1
        while index < end {
            let start = index
            if takes(.ellipsis) {
                pattern(kind, in: scope)
            } else if symbol.isName, symbol(after: 1) != .colon {
                pattern(kind, in: scope)
            } else if key(), takes(.colon) {
                pattern(kind, in: scope)
            } else {
                giveUp()
            }
            if takes(.assign) { expression(withCommas: false) }
            if !takes(.comma), index < end || index == start { break }
        }
        close(at: end)
    }

    private mutating func arrayPattern(_ kind: ScopeAnalysis.Declaration.Kind, in scope: Int) {
        let end = partner(of: index)
        index += 1
        while index < end {
            if takes(.comma) { continue }
            let start = index
            _ = takes(.ellipsis)
            pattern(kind, in: scope)
            if takes(.assign) { expression(withCommas: false) }
            if !takes(.comma), index < end || index == start { break }
        }
        close(at: end)
    }

    /// Whether the parenthesis at an index opens the parameters of an arrow function.
    /// - Parameter inTernary: A colon behind the parentheses may be that of `a ? (b) : c => d`.
    func isArrow(at open: Int, inTernary: Bool) -> Bool {
        let next = partner(of: open) + 1
        if symbol(at: next) == .arrow { return true }
        guard symbol(at: next) == .colon else { return false }
        if inTernary, !looksLikeParameters(at: open) { return false }
        return typeEnd(from: next + 1).map { symbol(at: $0) == .arrow } ?? false
    }

    private func looksLikeParameters(at open: Int) -> Bool {
        let first = symbol(at: open + 1)
        if first == .rightParenthesis || first == .ellipsis { return true }
        let next = symbol(at: open + 2)
        return first.isName && (next == .colon || next == .question && symbol(at: open + 3) == .colon)
    }

    /// At the word `async`.
    mutating func startsAsyncArrow() -> Bool {
        switch symbol(after: 1) {
        case .leftParenthesis: return isArrow(at: index + 1, inTernary: false)
        case .less:
            let end = typeArguments(from: index + 1, withDefaults: true)
            return end.map { symbol(at: $0) == .leftParenthesis && isArrow(at: $0, inTernary: false) } ?? false
        default: return symbol(after: 1).isName && symbol(after: 2) == .arrow
        }
    }
}
