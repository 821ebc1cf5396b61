/// The parameters of functions (ECMAScript 2025, sections 14.3.3 and 15.1).
extension ExpressionReader {
    /// Names that strict code cannot bind, besides the reserved ones.
    private static let unbindable: Set<String> = ["arguments", "eval"]

    /// Reads parameters up to a token, and binds their names.
    mutating func parameters(until end: Int) -> Bool {
        while index < end {
            let isRest = takes("...")
            guard isRest ? target() : element() else { return false }
            if index == end { return true }
            guard !isRest, takes(",") else { return false }
        }
        return index == end
    }

    /// A target, and the value that it has by default.
    private mutating func element() -> Bool {
        guard target() else { return false }
        return !takes("=") || assignment() != nil
    }

    private mutating func target() -> Bool {
        if takes("{") { return members(until: "}") }
        if takes("[") { return elements(until: "]") }
        guard isName(index) else { return false }
        index += 1
        return bind(text(index - 1))
    }

    private mutating func elements(until end: String) -> Bool {
        while !takes(end) {
            if takes(",") { continue }
            if takes("...") { return target() && takes(end) }
            guard element(), spells(index, end) || takes(",") else { return false }
        }
        return true
    }

    private mutating func members(until end: String) -> Bool {
        while !takes(end) {
            if takes("...") {
                guard isName(index), target() else { return false }
                return takes(end)
            }
            guard member(), spells(index, end) || takes(",") else { return false }
        }
        return true
    }

    private mutating func member() -> Bool {
        guard index < tokens.count else { return false }
        switch tokens[index].kind {
        case .identifier, .string, .number: break
        case .privateName, .punctuator, .template, .regularExpression, .lineComment, .blockComment, .hashbang,
            .whitespace, .newline, .unknown:
            return false
        }
        let key = index
        index += 1
        if takes(":") { return element() }
        guard isName(key), bind(text(key)) else { return false }
        return !takes("=") || assignment() != nil
    }

    /// - Returns: Whether the name can be bound, and is only once.
    private mutating func bind(_ name: String) -> Bool {
        guard !Self.reserved.contains(name), !Self.literals.contains(name), !Self.unbindable.contains(name) else {
            return false
        }
        return bound.insert(name).inserted
    }
}
