import JavaScript

/// Members of `env` under other names: variables, names in patterns, parameters of functions that are given one.
extension EnvironmentScanner {
    /// Notes what is called of a member, and of the names that are given it.
    /// - Parameters:
    ///   - value: The tokens of the member, `env` included, or of a name that holds it.
    ///   - isCertain: Whether it is all that its name holds, which a parameter may not be.
    mutating func follow(_ name: String, _ value: Range<Int>, isCertain: Bool = true) {
        guard BindingKind(name: name) == .variable else { return }
        let value = asserted(value)
        note(callOf: name, behind: value.upperBound, isCertain: isCertain)
        guard analysis.isComplete else { return }
        if let variable = variable(holding: value) {
            hold(name, in: variable, isCertain: isCertain)
        } else if let parameter = parameter(receiving: value) {
            hold(name, in: parameter, isCertain: false)
        }
    }

    /// Follows a declaration that holds a member.
    mutating func hold(_ name: String, in declaration: Int, isCertain: Bool = true) {
        guard BindingKind(name: name) == .variable,
            aliases.insert(Alias(name: name, declaration: declaration)).inserted
        else { return }
        for reference in analysis.references where reference.declaration == declaration {
            follow(name, reference.token..<reference.token + 1, isCertain: isCertain)
        }
    }

    private mutating func note(callOf name: String, behind index: Int, isCertain: Bool) {
        guard let called = member(after: index - 1) else { return }
        guard let arguments = arguments(behind: called.end), UnknownBinding.isSuspect(name, called.name) else { return }
        // A parameter that may be something else, too.
        guard isCertain || called.name != "get" else { return }
        if let kind = BindingKind(of: name, calling: called.name, isBare: spells(arguments + 1, ")")) {
            return uses.add(kind, of: name)
        }
        // Code that asks whether the binding is there does without it.
        guard !spells(index, "?."), !uses.unknownBindings.contains(where: { $0.name == name }) else { return }
        let line = analysis.source.line(at: tokens[index].range.lowerBound)
        uses.add(UnknownBinding(name: name, function: called.name, line: line))
    }

    /// The parenthesis of `(`, `?.(` or `<T>(`.
    private func arguments(behind end: Int) -> Int? {
        let index = spells(end, "?.") ? end + 1 : end
        if spells(index, "(") { return index }
        guard spells(index, "<"), let close = (index + 1...index + 12).first(where: { spells($0, ">") }) else {
            return nil
        }
        return spells(close + 1, "(") ? close + 1 : nil
    }

    /// A value with what asserts its type and the parentheses around it: `(env.A as any)`, `env.A!`.
    func asserted(_ value: Range<Int>) -> Range<Int> {
        var (start, end) = (value.lowerBound, value.upperBound)
        while true {
            if spells(end, "!") {
                end += 1
            } else if spells(end, "as") || spells(end, "satisfies"), let stop = endOfType(from: end + 1) {
                end = stop
            } else if spells(end, ")"), spells(start - 1, "("), !isCall(start - 1) {
                (start, end) = (start - 1, end + 1)
            } else {
                return start..<end
            }
        }
    }

    private func endOfType(from start: Int) -> Int? {
        (start + 1...start + 12).first { spells($0, ")") || spells($0, ";") || spells($0, ",") }
    }

    /// Whether a parenthesis opens the arguments of a call.
    private func isCall(_ open: Int) -> Bool {
        guard open > 0 else { return false }
        if spells(open - 1, ")") || spells(open - 1, "]") || spells(open - 1, ">") { return true }
        return tokens[open - 1].kind == .identifier && !Self.beforeValues.contains(analysis.text(open - 1))
    }

    private static let beforeValues: Set<String> = [
        "return", "await", "typeof", "void", "in", "of", "case", "yield", "throw", "else", "do",
    ]

    /// Whether an expression ends with a token.
    func isLast(_ index: Int) -> Bool {
        let next = index + 1
        guard tokens.indices.contains(next) else { return true }
        if spells(next, ";") || spells(next, ",") || spells(next, "}") { return true }
        let between = tokens[index].range.upperBound..<tokens[next].range.lowerBound
        return tokens[next].kind == .identifier && analysis.source.bytes[between].contains(UInt8(ascii: "\n"))
    }

    /// The declaration of the parameter of a function in this code that is called with a value.
    private func parameter(receiving argument: Range<Int>) -> Int? {
        parameterToken(receiving: argument).flatMap { declared[$0] }
    }

    /// The first token of that parameter: a name, or the bracket of a pattern.
    func parameterToken(receiving argument: Range<Int>) -> Int? {
        guard spells(argument.upperBound, ",") || spells(argument.upperBound, ")") else { return nil }
        var position = 0
        var depth = 0
        var open = argument.lowerBound - 1
        while open > 0, depth > 0 || !opens(open) {
            if closes(open) { depth += 1 } else if opens(open) { depth -= 1 }
            if depth == 0, spells(open, ";") { return nil }
            if depth == 0, spells(open, ",") { position += 1 }
            open -= 1
        }
        guard open > 0, spells(open, "("), tokens[open - 1].kind == .identifier,
            let called = analysis.references.first(where: { $0.token == open - 1 })?.declaration,
            let name = analysis.declarations[called].token
        else { return nil }
        return parameter(position, ofFunctionAt: name)
    }

    /// - Parameter name: The token that declares the function: `function f(…)`, `const f = async (…) =>`.
    /// - Returns: The first token of the parameter.
    private func parameter(_ position: Int, ofFunctionAt name: Int) -> Int? {
        var index = name + 1
        while ["=", "async", "function", "*"].contains(where: { spells(index, $0) }) { index += 1 }
        if spells(index + 1, "=>") { return position == 0 ? index : nil }
        if spells(index - 1, "function"), spells(index + 1, "(") { index += 1 }
        guard spells(index, "(") else { return nil }
        var depth = 0
        var left = position
        while tokens.indices.contains(index) {
            if opens(index) { depth += 1 } else if closes(index) { depth -= 1 }
            if depth == 0 { return nil }
            if depth == 1, spells(index, ",") { left -= 1 }
            if left == 0, depth == 1 { return index + 1 }
            index += 1
        }
        return nil
    }

    func opens(_ index: Int) -> Bool { spells(index, "(") || spells(index, "[") || spells(index, "{") }

    func closes(_ index: Int) -> Bool { spells(index, ")") || spells(index, "]") || spells(index, "}") }
}
