import JavaScript

/// Patterns that take members out of `env`.
extension EnvironmentScanner {
    /// The names in a pattern such as that of a parameter, from the `{` at an index.
    mutating func scanPattern(startingAt start: Int) {
        for name in names(inPatternAt: start) {
            guard let text = self.name(at: name) else { continue }
            uses.add(text, isOptional: hasDefault(at: name))
            let local = spells(name + 1, ":") ? name + 2 : name
            if !hasDefault(at: name), let holder = declared[local], isConstant(holder, patternAt: start) {
                hold(text, in: holder)
            }
        }
    }

    /// The keys of a pattern, from the `{` at an index, without those of patterns in it.
    private func names(inPatternAt start: Int) -> [Int] {
        var names: [Int] = []
        var depth = 0
        for index in start..<max(start, tokens.count) {
            if spells(index, "{") || spells(index, "[") || spells(index, "(") {
                depth += 1
            } else if spells(index, "}") || spells(index, "]") || spells(index, ")") {
                depth -= 1
                if depth == 0 { break }
            }
            if depth == 1, spells(index, "{") || spells(index, ",") { names.append(index + 1) }
        }
        return names
    }

    /// `NAME = …` or `NAME: local = …` in a pattern.
    private func hasDefault(at index: Int) -> Bool {
        spells(index + 1, "=") || spells(index + 1, ":") && spells(index + 3, "=")
    }

    /// The `}` of `{ … } = env`, where the `env` at the index may be that of `this.env`.
    func patternEnd(before index: Int) -> Int? {
        let start = spells(index - 1, ".") ? index - 2 : index
        return spells(start - 1, "=") && spells(start - 2, "}") ? start - 2 : nil
    }

    mutating func scanPattern(endingAt end: Int) {
        if let start = start(ofPatternEndingAt: end) { scanPattern(startingAt: start) }
    }

    /// Where `{ env } = this` or `{ env: name } = this` declares a name.
    func environmentName(inPatternEndingAt end: Int) -> Int? {
        start(ofPatternEndingAt: end).flatMap(environmentName(inPatternStartingAt:))
    }

    func environmentName(inPatternStartingAt start: Int) -> Int? {
        guard let key = names(inPatternAt: start).first(where: { spells($0, "env") }) else { return nil }
        return spells(key + 1, ":") ? key + 2 : key
    }

    private func start(ofPatternEndingAt end: Int) -> Int? {
        var depth = 0
        for index in stride(from: end, through: 0, by: -1) {
            if spells(index, "}") || spells(index, "]") || spells(index, ")") {
                depth += 1
            } else if spells(index, "{") || spells(index, "[") || spells(index, "(") {
                depth -= 1
                if depth == 0 { return index }
            }
        }
        return nil
    }
}
