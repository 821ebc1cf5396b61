import JavaScript

/// Variables that hold members of `env` and nothing else, whatever keyword declares them.
extension EnvironmentScanner {
    /// Whether a name in a pattern holds what the pattern takes, and nothing else later.
    func isConstant(_ declaration: Int, patternAt start: Int) -> Bool {
        analysis.declarations[declaration].kind == .parameter
            || isKeyword(start - 1) && holdsMembersOnly(declaration)
    }

    /// The declaration of `a` in `const a = env.NAME` and `a = env.NAME`, where nothing else is in the value, and all that
    /// `a` is ever assigned is of that kind.
    func variable(holding value: Range<Int>) -> Int? {
        guard isLast(value.upperBound - 1),
            let declaration = target(of: value.lowerBound) ?? variable(assignedAt: value.lowerBound),
            analysis.declarations[declaration].kind == .variable,
            let token = analysis.declarations[declaration].token, isDeclarator(token),
            holdsMembersOnly(declaration)
        else { return nil }
        return declaration
    }

    /// The declaration of `a` in a statement `a = …` whose value begins at a token.
    func variable(assignedAt start: Int) -> Int? {
        guard spells(start - 1, "="), !spells(start - 3, ".") else { return nil }
        return analysis.references.first { $0.token == start - 2 }?.declaration
    }

    /// Whether every value that code gives a variable is a member of `env`.
    private func holdsMembersOnly(_ declaration: Int) -> Bool {
        if let token = analysis.declarations[declaration].token, let value = initializer(of: token),
            !isMember(value)
        {
            return false
        }
        return analysis.references.allSatisfy { reference in
            guard reference.declaration == declaration else { return true }
            let (before, next) = (reference.token - 1, reference.token + 1)
            if spells(next, "=") { return isMember(next + 1) }
            // Of a loop's head.
            if spells(before, "("), spells(next, "of") || spells(next, "in") { return false }
            return !Self.changes.contains { spells(next, $0) }
        }
    }

    private static let changes = ["??=", "||=", "&&=", "+="]

    /// Whether an expression that begins at a token is a member of `env`, another name of one, or nothing yet.
    private func isMember(_ first: Int) -> Bool {
        var start = first
        while spells(start, "(") { start += 1 }
        if spells(start, "null") || spells(start, "undefined") { return isLast(start) }
        if let environment = starts[start] {
            guard let member = member(after: environment) else { return false }
            return isLast(asserted(start..<member.end).upperBound - 1)
        }
        guard let declaration = analysis.references.first(where: { $0.token == start })?.declaration else {
            return false
        }
        return aliases.contains { $0.declaration == declaration }
            && isLast(asserted(start..<start + 1).upperBound - 1)
    }

    /// Where the value begins that a declaration gives a variable.
    private func initializer(of token: Int) -> Int? {
        if spells(token + 1, "=") { return token + 2 }
        guard spells(token + 1, ":") else { return nil }
        for index in token + 2...token + 10 {
            if spells(index, "=") { return index + 1 }
            if spells(index, ";") || spells(index, ",") { return nil }
        }
        return nil
    }

    /// Whether a name is declared on its own, not in a pattern.
    private func isDeclarator(_ token: Int) -> Bool {
        var depth = 0
        for index in stride(from: token - 1, through: 0, by: -1) {
            if depth == 0, isKeyword(index) { return true }
            if closes(index) {
                depth += 1
            } else if opens(index) {
                depth -= 1
                if depth < 0 { return false }
            } else if spells(index, ";") {
                return false
            }
        }
        return false
    }

    private func isKeyword(_ index: Int) -> Bool {
        spells(index, "const") || spells(index, "let") || spells(index, "var")
    }
}
