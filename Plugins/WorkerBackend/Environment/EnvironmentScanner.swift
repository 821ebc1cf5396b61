import JavaScript

/// Finds what code reads of `env`: `env.NAME`, `env?.NAME`, `env["NAME"]`, the same of `this.env`,
/// `const { NAME } = env`, and `secret(env, "NAME")` and `actionSecret(env, "NAME")` of the nodes' library. It reads tokens, so strings, comments and regular expressions are none of it.
struct EnvironmentScanner {
    private let source: JavaScriptSource
    private let tokens: [JavaScriptToken]
    private(set) var uses = EnvironmentUses()

    init(_ source: JavaScriptSource) {
        self.source = source
        guard source.occurrences(of: "env") > 0 else {
            tokens = []
            return
        }
        tokens = source.significantTokens
        for index in tokens.indices where isEnvironment(index) {
            if let member = member(after: index) {
                uses.add(member.name, isOptional: member.isConditional || hasFallback(after: member.end))
            } else if let pattern = patternEnd(before: index) {
                scanPattern(endingAt: pattern)
            } else if let (name, isOptional) = secret(around: index) {
                uses.add(name, isOptional: isOptional)
            }
        }
    }

    /// The names in a pattern such as that of a parameter, from the `{` at an index.
    mutating func scanPattern(startingAt start: Int) {
        var depth = 0
        var index = start
        while index < tokens.count {
            if spells(index, "{") || spells(index, "[") || spells(index, "(") {
                depth += 1
            } else if spells(index, "}") || spells(index, "]") || spells(index, ")") {
                depth -= 1
                if depth == 0 { return }
            }
            if depth == 1, spells(index, "{") || spells(index, ","), let name = name(at: index + 1) {
                uses.add(name, isOptional: hasDefault(at: index + 1))
            }
            index += 1
        }
    }

    /// `env` that is a variable, or the `env` of `this`.
    private func isEnvironment(_ index: Int) -> Bool {
        guard tokens[index].kind == .identifier, spells(index, "env") else { return false }
        guard spells(index - 1, ".") || spells(index - 1, "?.") else { return true }
        return spells(index - 2, "this")
    }

    private func member(after index: Int) -> (name: String, isConditional: Bool, end: Int)? {
        let isConditional = spells(index + 1, "?.")
        guard isConditional || spells(index + 1, ".") || spells(index + 1, "[") else { return nil }
        if !spells(index + 1, "["), tokens.indices.contains(index + 2), tokens[index + 2].kind == .identifier {
            return (source.text(of: tokens[index + 2]), isConditional, index + 3)
        }
        let bracket = isConditional ? index + 2 : index + 1
        guard spells(bracket, "["), spells(bracket + 2, "]"), let name = name(at: bracket + 1),
            tokens[bracket + 1].kind != .identifier
        else { return nil }
        return (name, isConditional, bracket + 3)
    }

    private func secret(around index: Int) -> (name: String, isOptional: Bool)? {
        let isOptional = spells(index - 2, "actionSecret")
        guard isOptional || spells(index - 2, "secret"), spells(index - 1, "("), spells(index + 1, ",") else {
            return nil
        }
        return name(at: index + 2).map { ($0, isOptional) }
    }

    /// What follows shows that the code expects the member to be missing.
    private func hasFallback(after index: Int) -> Bool {
        spells(index, "??") || spells(index, "||") || spells(index, "?.") || spells(index, "?")
            || spells(index, "??=") || spells(index, "||=")
    }

    private func name(at index: Int) -> String? {
        guard tokens.indices.contains(index) else { return nil }
        switch tokens[index].kind {
        case .identifier: return source.text(of: tokens[index])
        case .string, .template(.whole): return source.text(tokens[index].contentRange)
        default: return nil
        }
    }

    /// `NAME = …` or `NAME: local = …` in a pattern.
    private func hasDefault(at index: Int) -> Bool {
        spells(index + 1, "=") || spells(index + 1, ":") && spells(index + 3, "=")
    }

    /// The `}` of `{ … } = env`.
    private func patternEnd(before index: Int) -> Int? {
        let start = spells(index - 1, ".") ? index - 2 : index
        return spells(start - 1, "=") && spells(start - 2, "}") ? start - 2 : nil
    }

    private mutating func scanPattern(endingAt end: Int) {
        var depth = 0
        for index in stride(from: end, through: 0, by: -1) {
            if spells(index, "}") || spells(index, "]") || spells(index, ")") {
                depth += 1
            } else if spells(index, "{") || spells(index, "[") || spells(index, "(") {
                depth -= 1
                if depth == 0 { return scanPattern(startingAt: index) }
            }
        }
    }

    private func spells(_ index: Int, _ word: String) -> Bool {
        tokens.indices.contains(index) && source.spells(tokens[index], word)
    }
}
