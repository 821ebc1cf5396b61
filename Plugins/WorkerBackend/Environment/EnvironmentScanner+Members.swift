import JavaScript

/// What stands around `env`.
extension EnvironmentScanner {
    struct Member {
        let name: String
        let isConditional: Bool
        /// The token behind it.
        let end: Int
    }

    func member(after index: Int) -> Member? {
        let isConditional = spells(index + 1, "?.")
        guard isConditional || spells(index + 1, ".") || spells(index + 1, "[") else { return nil }
        if !spells(index + 1, "["), tokens.indices.contains(index + 2), tokens[index + 2].kind == .identifier {
            return Member(name: analysis.text(index + 2), isConditional: isConditional, end: index + 3)
        }
        let bracket = isConditional ? index + 2 : index + 1
        guard spells(bracket, "["), spells(bracket + 2, "]"), let name = name(at: bracket + 1),
            tokens[bracket + 1].kind != .identifier
        else { return nil }
        return Member(name: name, isConditional: isConditional, end: bracket + 3)
    }

    func secret(around use: ClosedRange<Int>) -> (name: String, isOptional: Bool)? {
        let (start, end) = (use.lowerBound, use.upperBound)
        let isOptional = spells(start - 2, "actionSecret")
        guard isOptional || spells(start - 2, "secret"), spells(start - 1, "("), spells(end + 1, ",") else {
            return nil
        }
        return name(at: end + 2).map { ($0, isOptional) }
    }

    /// Where `env!` and `(env as any)` end, which begin with the `env` at an index.
    func end(ofCastAt index: Int) -> Int {
        if spells(index + 1, "!") { return index + 1 }
        guard spells(index + 1, "as") || spells(index + 1, "satisfies") else { return index }
        let isBetween = spells(index - 1, "(") || spells(index - 3, "(")
        let close = (index + 3...index + 8).first { spells($0, ")") }
        return isBetween ? close ?? index : index
    }

    /// Whether `env` goes on as a whole: to a function, into an object.
    func isBare(_ use: ClosedRange<Int>) -> Bool {
        member(after: use.upperBound) == nil && patternEnd(before: use.lowerBound) == nil && secret(around: use) == nil
    }

    /// What follows shows that the code expects the member to be missing.
    func hasFallback(after index: Int) -> Bool {
        spells(index, "??") || spells(index, "||") || spells(index, "?.") || spells(index, "?")
            || spells(index, "??=") || spells(index, "||=")
    }

    func name(at index: Int) -> String? {
        guard tokens.indices.contains(index) else { return nil }
        switch tokens[index].kind {
        case .identifier: return analysis.text(index)
        case .string, .template(.whole): return analysis.source.text(tokens[index].contentRange)
        default: return nil
        }
    }

    var tokens: [JavaScriptToken] { analysis.tokens }

    func spells(_ index: Int, _ word: String) -> Bool { analysis.spells(index, word) }
}
