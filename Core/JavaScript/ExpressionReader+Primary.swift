/// What an expression begins with.
extension ExpressionReader {
    mutating func primary() -> Shape? {
        guard index < tokens.count else { return nil }
        switch tokens[index].kind {
        case .identifier:
            if let head = functionHead() { return function(head.function, binding: head.names) ? .other : nil }
            guard name(at: index) else { return nil }
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

    /// `function` and `async function`, also with a name (ECMAScript 2025, sections 15.2 and 15.8), and what they bind.
    private func functionHead() -> (function: FunctionHead, names: Set<String>)? {
        let isAsync = spells(index, "async") && spells(index + 1, "function")
        let start = isAsync ? index + 1 : index
        guard spells(start, "function") else { return nil }
        let opening = isName(start + 1) ? start + 2 : start + 1
        guard spells(opening, "("), spells(closings[opening] + 1, "{") else { return nil }
        let name = opening > start + 1 ? text(start + 1) : nil
        guard name.map({ !Self.reserved.contains($0) && !Self.literals.contains($0) }) != false else { return nil }
        let head = FunctionHead(
            parameters: opening + 1..<closings[opening], body: closings[opening] + 1, isAsync: isAsync)
        return (head, Set(["arguments"] + [name].compactMap(\.self)))
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

    private mutating func member() -> Bool {
        if takes("...") { return assignment() != nil }
        if takes("[") {
            return assignment() != nil && takes("]") && takes(":") && assignment() != nil
        }
        guard index < tokens.count else { return false }
        switch tokens[index].kind {
        case .identifier, .string, .number: break
        default: return false
        }
        let key = index
        index += 1
        if takes(":") { return assignment() != nil }
        return isName(key) && !Self.literals.contains(text(key)) && name(at: key)
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
