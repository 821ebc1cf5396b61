/// What an expression begins with.
extension ExpressionReader {
    mutating func primary() -> Shape? {
        guard index < tokens.count else { return nil }
        switch tokens[index].kind {
        case .identifier:
            if let head = functionHead() { return function(head) ? .other : nil }
            if spells(index, "class") { return classBody() ? .other : nil }
            guard spells(index, "this") || name(at: index) else { return nil }
            index += 1
            return .other
        case .number, .string, .regularExpression:
            index += 1
            return .other
        case .template: return template() ? .other : nil
        case .punctuator:
            if takes("(") { return list(until: ")", isSparse: false) }
            if takes("[") { return list(until: "]", isSparse: true).map { _ in .array } }
            return takes("{") && members() ? .object : nil
        case .privateName, .lineComment, .blockComment, .hashbang, .whitespace, .newline, .unknown: return nil
        }
    }

    /// `function`, `async function` and generators, also with a name (ECMAScript 2025, sections 15.2, 15.5, 15.6 and 15.8).
    private func functionHead() -> FunctionHead? {
        let isAsync = spells(index, "async") && spells(index + 1, "function")
        let keyword = isAsync ? index + 1 : index
        guard spells(keyword, "function") else { return nil }
        let start = spells(keyword + 1, "*") ? keyword + 1 : keyword
        let opening = isName(start + 1) ? start + 2 : start + 1
        guard spells(opening, "("), spells(closings[opening] + 1, "{") else { return nil }
        let name = opening > start + 1 ? text(start + 1) : nil
        guard name.map({ !Self.reserved.contains($0) && !Self.literals.contains($0) }) != false else { return nil }
        return FunctionHead(parameters: opening + 1..<closings[opening], body: closings[opening] + 1, isAsync: isAsync)
    }

    /// At the word `class` (section 15.7): its name, what it extends, and its members.
    private mutating func classBody() -> Bool {
        index += 1
        if isName(index), !spells(index, "extends") {
            guard name(at: index), !Self.literals.contains(text(index)) else { return false }
            index += 1
        }
        if takes("extends") {
            guard !spells(index, "{") else { return false }
            while index < tokens.count, !spells(index, "{") {
                index = closings[index] > index ? closings[index] + 1 : index + 1
            }
        }
        guard spells(index, "{") else { return false }
        index = closings[index] + 1
        return true
    }

    /// Expressions between commas up to a bracket, which is taken.
    /// - Parameter isSparse: The elements of an array: they may be missing, spread, and end with a comma.
    /// - Returns: The shape of the last one.
    mutating func list(until end: String, isSparse: Bool) -> Shape? {
        var shape: Shape?
        while !takes(end) {
            if isSparse, takes(",") { continue }
            if isSparse { _ = takes("...") }
            shape = assignment()
            guard shape != nil, spells(index, end) || takes(",") else { return nil }
            if !isSparse, spells(index - 1, ","), spells(index, end) { return nil }
        }
        return isSparse ? .array : shape
    }

    /// After `(`.
    mutating func arguments() -> Bool {
        while !takes(")") {
            _ = takes("...")
            guard assignment() != nil, spells(index, ")") || takes(",") else { return false }
        }
        return true
    }

    /// After `{`.
    private mutating func members() -> Bool {
        while !takes("}") {
            guard member(), spells(index, "}") || takes(",") else { return false }
        }
        return true
    }

    /// A member of an object (sections 13.2.5 and 15.4).
    private mutating func member() -> Bool {
        if takes("...") { return assignment() != nil }
        let start = index
        let isAsync = isModifier("async")
        if isAsync { index += 1 }
        let isAccessor = !isAsync && (isModifier("get") || isModifier("set"))
        if isAccessor || spells(index, "*") { index += 1 }
        let isMethod = index > start
        let key = index
        guard self.key() else { return false }
        if spells(index, "(") { return method(isAsync: isAsync, accessor: isAccessor ? text(start) : nil) }
        if isMethod { return false }
        if takes(":") { return assignment() != nil }
        return isName(key) && index == key + 1 && !Self.literals.contains(text(key)) && name(at: key)
    }

    /// Whether a word stands before the name of a method, rather than for one.
    private func isModifier(_ word: String) -> Bool {
        guard spells(index, word), tokens.indices.contains(index + 1) else { return false }
        switch tokens[index + 1].kind {
        case .identifier, .string, .number: return true
        case .punctuator: return spells(index + 1, "[") || word == "async" && spells(index + 1, "*")
        default: return false
        }
    }

    /// The name of a member.
    private mutating func key() -> Bool {
        if takes("[") { return assignment() != nil && takes("]") }
        guard index < tokens.count else { return false }
        switch tokens[index].kind {
        case .identifier, .string, .number: index += 1
        default: return false
        }
        return true
    }

    /// At the parameters: a getter has none and a setter one.
    private mutating func method(isAsync: Bool, accessor: String?) -> Bool {
        let closing = closings[index]
        guard spells(closing + 1, "{") else { return false }
        let isEmpty = closing == index + 1
        if let accessor, isEmpty != (accessor == "get") { return false }
        return function(FunctionHead(parameters: index + 1..<closing, body: closing + 1, isAsync: isAsync))
    }

    var isTemplate: Bool {
        guard index < tokens.count, case .template(let piece) = tokens[index].kind else { return false }
        switch piece {
        case .whole, .head: return true
        case .middle, .tail: return false
        }
    }

    mutating func template() -> Bool {
        guard isTemplate else { return false }
        index += 1
        if tokens[index - 1].kind == .template(.whole) { return true }
        while assignment() != nil, index < tokens.count {
            index += 1
            switch tokens[index - 1].kind {
            case .template(.middle): continue
            case .template(.tail): return true
            default: return false
            }
        }
        return false
    }
}
