import JavaScript

/// Finds what code reads of the platform's `env`: `env.NAME`, `env?.NAME`, `env["NAME"]`, the same of `this.env` and of an
/// `env` that is imported from `cloudflare:workers`, `const { NAME } = env`, and `secret(env, "NAME")` and
/// `actionSecret(env, "NAME")` of the nodes' library.
///
/// An `env` that the code declares itself is another one, unless it gets its value from the platform's.
struct EnvironmentScanner {
    let analysis: ScopeAnalysis
    var uses = EnvironmentUses()
    /// By token: the declaration of the name there.
    private(set) var declared: [Int: Int] = [:]
    /// The declarations that hold the platform's `env`, by index.
    var holders: Set<Int> = []
    /// The declarations that hold the platform's module, by index.
    var modules: Set<Int> = []
    /// Where the platform's `env` is named, and where that ends, as tokens.
    private(set) var starts: [Int: Int] = [:]
    /// The declarations that hold one of its members.
    var aliases: Set<Alias> = []

    /// A member of `env`, and the index of a declaration that holds it.
    struct Alias: Hashable {
        let name: String
        let declaration: Int
    }

    /// - Parameters:
    ///   - parameters: Parameters that the platform calls with its `env`, as tokens of the analysis: each is a name,
    ///     or the `{` of a pattern.
    ///   - holdsParameters: Whether every parameter of that name is the platform's, as in the code of nodes.
    ///   - ownsClasses: Whether classes in the code may be ones that the platform makes, with an `env` of theirs.
    init(
        _ analysis: ScopeAnalysis, parameters: [Int] = [], holdsParameters: Bool = false, ownsClasses: Bool = false
    ) {
        self.analysis = analysis
        guard analysis.source.occurrences(of: "env") > 0 || !parameters.isEmpty else { return }
        for (index, declaration) in analysis.declarations.enumerated() {
            if let token = declaration.token { declared[token] = index }
        }
        for parameter in parameters where spells(parameter, "{") { scanPattern(startingAt: parameter) }
        for parameter in parameters { if let index = declared[parameter] { holders.insert(index) } }
        if holdsParameters { holdParameters() }
        let imported = findImports()
        let found = imported + (analysis.isComplete ? findUses(ownsClasses: ownsClasses) : findSpellings())
        starts = Dictionary(found.map { ($0.lowerBound, $0.upperBound) }) { first, _ in first }
        for use in found { scan(use) }
    }

    /// Follows `env` into the names that are given its value.
    /// - Returns: The tokens that are the platform's `env`.
    private mutating func findUses(ownsClasses: Bool) -> [ClosedRange<Int>] {
        while true {
            let before = holders.count
            var isHandedOn = false
            var uses: [ClosedRange<Int>] = []
            for reference in analysis.references {
                guard let range = environment(of: reference, ownsClasses: ownsClasses) else { continue }
                uses.append(range)
                guard isBare(range.upperBound) else { continue }
                let start = range.lowerBound
                if let holder = target(of: start) ?? variable(assignedAt: start) {
                    holders.insert(holder)
                } else {
                    isHandedOn = true
                }
            }
            // A function that the code calls with it has it as a parameter of that name.
            if isHandedOn { holdParameters() }
            guard holders.count > before else { return uses }
        }
    }

    /// Where the code was not understood, every `env` may be the platform's.
    private func findSpellings() -> [ClosedRange<Int>] {
        tokens.indices.filter { index in
            guard tokens[index].kind == .identifier, spells(index, "env") else { return false }
            return !spells(index - 1, ".") && !spells(index - 1, "?.") || spells(index - 2, "this")
        }
        .map { $0...$0 }
    }

    private mutating func holdParameters() {
        for (index, declaration) in analysis.declarations.enumerated() where declaration.kind == .parameter {
            if let token = declaration.token, spells(token, "env") { holders.insert(index) }
        }
    }

    /// The tokens of a use of the platform's `env`: one, or `this.env`.
    private mutating func environment(
        of reference: ScopeAnalysis.Reference, ownsClasses: Bool
    ) -> ClosedRange<Int>? {
        let token = reference.token
        if let declaration = reference.declaration {
            if holders.contains(declaration) { return token...end(ofCastAt: token) }
            if modules.contains(declaration) { return environment(ofModuleAt: token) }
            guard ownsClasses, analysis.declarations[declaration].token == nil else { return nil }
        }
        if spells(token, "env") { return token...end(ofCastAt: token) }
        guard spells(token, "this") else { return nil }
        if spells(token + 1, ".") || spells(token + 1, "?.") {
            return spells(token + 2, "env") ? token...end(ofCastAt: token + 2) : nil
        }
        if let pattern = patternEnd(before: token), let name = environmentName(inPatternEndingAt: pattern) {
            if let holder = declared[name] { holders.insert(holder) }
        }
        return nil
    }

    /// The declaration of `a` in `const a = env` and `const a: Env = env`.
    func target(of start: Int) -> Int? {
        guard spells(start - 1, "=") else { return nil }
        if let index = declared[start - 2] { return index }
        for index in stride(from: start - 3, to: max(start - 9, 0), by: -1) where spells(index, ":") {
            return declared[index - 1]
        }
        return nil
    }

    private mutating func scan(_ use: ClosedRange<Int>) {
        let index = use.upperBound
        if let member = member(after: index) {
            uses.add(member.name, isOptional: member.isConditional || hasFallback(after: member.end))
            follow(member.name, use.lowerBound..<member.end)
        } else if let pattern = patternEnd(before: index) {
            scanPattern(endingAt: pattern)
        } else if let (name, isOptional) = secret(around: index) {
            uses.add(name, isOptional: isOptional)
        }
    }
}
