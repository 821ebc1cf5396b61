import JavaScript

/// `env` of the module `cloudflare:workers`.
extension EnvironmentScanner {
    private static let module = "cloudflare:workers"

    /// Notes the names that hold the module, or its `env`, and finds uses of it that have no name.
    mutating func findImports() -> [ClosedRange<Int>] {
        guard analysis.source.occurrences(of: Self.module) > 0 else { return [] }
        for (index, declaration) in analysis.declarations.enumerated() where declaration.kind == .import {
            guard let token = declaration.token else { continue }
            if isEnvironment(importedAt: token) {
                holders.insert(index)
            } else if isModule(importedAt: token) {
                modules.insert(index)
            }
        }
        return tokens.indices.compactMap { index in
            guard spells(index, "import"), spells(index + 1, "("), spells(index + 3, ")"),
                name(at: index + 2) == Self.module
            else { return nil }
            return environment(ofImportAt: index)
        }
    }

    /// `{ env }`, `{ env as a }`
    private func isEnvironment(importedAt token: Int) -> Bool {
        let imported = spells(token - 1, "as") ? token - 2 : token
        guard spells(imported, "env"), spells(imported - 1, "{") || spells(imported - 1, ",") else { return false }
        guard let from = (token..<tokens.count).first(where: { spells($0, "from") && spells($0 - 1, "}") }) else {
            return false
        }
        return name(at: from + 1) == Self.module
    }

    /// `* as a`
    private func isModule(importedAt token: Int) -> Bool {
        spells(token - 1, "as") && spells(token - 2, "*") && spells(token + 1, "from")
            && name(at: token + 2) == Self.module
    }

    /// `import("cloudflare:workers")`: the `env` of what it is awaited for, unless a name gets it.
    private mutating func environment(ofImportAt index: Int) -> ClosedRange<Int>? {
        let end = index + 3
        if spells(end + 1, "."), spells(end + 2, "then"), spells(end + 3, "(") {
            let parameter = spells(end + 4, "(") ? end + 5 : end + 4
            if spells(parameter, "{") { return holdEnvironment(inPatternAt: parameter) }
            if let holder = declared[parameter] { modules.insert(holder) }
            return nil
        }
        guard spells(index - 1, "await") else { return nil }
        if spells(index - 2, "("), spells(end + 1, ")") {
            return environment(behind: end + 1).map { index - 2...$0 }
        }
        if let pattern = patternEnd(before: index - 1), let name = environmentName(inPatternEndingAt: pattern) {
            if let holder = declared[name] { holders.insert(holder) }
        } else if let holder = target(of: index - 1) ?? variable(assignedAt: index - 1) {
            modules.insert(holder)
        }
        return nil
    }

    private mutating func holdEnvironment(inPatternAt start: Int) -> ClosedRange<Int>? {
        if let name = environmentName(inPatternStartingAt: start), let holder = declared[name] {
            holders.insert(holder)
        }
        return nil
    }

    /// The tokens of `a.env`, where `a` is the module; a pattern that takes it out of the module names it.
    mutating func environment(ofModuleAt token: Int) -> ClosedRange<Int>? {
        if let end = environment(behind: token) { return token...end }
        if let pattern = patternEnd(before: token), let name = environmentName(inPatternEndingAt: pattern) {
            if let holder = declared[name] { holders.insert(holder) }
        }
        return nil
    }

    /// Where `.env` behind a token ends.
    private func environment(behind token: Int) -> Int? {
        guard let member = member(after: token), member.name == "env" else { return nil }
        return end(ofCastAt: member.end - 1)
    }
}
