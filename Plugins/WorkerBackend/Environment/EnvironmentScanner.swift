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
    /// Whether code keeps the platform's `env` in objects of its own, as `this.env`.
    private var isInObjects = false
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
        starts = Dictionary(found.map { (inner($0.lowerBound), $0.upperBound) }) { first, _ in first }
        for use in found { scan(use) }
    }

    /// Follows `env` into the names that are given its value.
    /// - Returns: The tokens that are the platform's `env`.
    private mutating func findUses(ownsClasses: Bool) -> [ClosedRange<Int>] {
        while true {
            let (before, wasInObjects) = (holders.count, isInObjects)
            var isHandedOn = false
            var uses: [ClosedRange<Int>] = []
            for reference in analysis.references {
                guard let range = environment(of: reference, ownsClasses: ownsClasses) else { continue }
                uses.append(range)
                guard isBare(range) else { continue }
                let start = range.lowerBound
                if let holder = target(of: start) ?? variable(assignedAt: start) {
                    holders.insert(holder)
                } else {
                    isHandedOn = true
                    handOn(range)
                }
            }
            // A function that the code calls with it has it as a parameter of that name.
            if isHandedOn { holdParameters() }
            guard holders.count > before || isInObjects != wasInObjects else { return uses }
        }
    }

    /// Follows `env` into the function that is called with it, and into an object: `this.env = env`.
    private mutating func handOn(_ use: ClosedRange<Int>) {
        let start = use.lowerBound
        if spells(start - 1, "="), spells(start - 2, "env"), spells(start - 3, "."), spells(start - 4, "this") {
            isInObjects = true
        } else if let parameter = parameterToken(receiving: start..<use.upperBound + 1) {
            if let holder = declared[parameter] { holders.insert(holder) }
            if spells(parameter, "{") { scanPattern(startingAt: parameter) }
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
            if holders.contains(declaration) { return whole(token..<token + 1) }
            if modules.contains(declaration) { return environment(ofModuleAt: token) }
            guard ownsClasses || isInObjects, analysis.declarations[declaration].token == nil else { return nil }
        }
        if spells(token, "env") { return whole(token..<token + 1) }
        guard spells(token, "this") else { return nil }
        if spells(token + 1, ".") || spells(token + 1, "?.") {
            return spells(token + 2, "env") ? whole(token..<token + 3) : nil
        }
        if let pattern = patternEnd(before: token), let name = environmentName(inPatternEndingAt: pattern) {
            if let holder = declared[name] { holders.insert(holder) }
        }
        return nil
    }

    /// With the type that is asserted of it, and the parentheses around it.
    private func whole(_ name: Range<Int>) -> ClosedRange<Int> { ClosedRange(asserted(name)) }

    /// The first token behind the parentheses that begin at a token.
    private func inner(_ start: Int) -> Int {
        var start = start
        while spells(start, "(") { start += 1 }
        return start
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
        if let member = member(after: use.upperBound) {
            uses.add(member.name, isOptional: member.isConditional || hasFallback(after: member.end))
            follow(member.name, use.lowerBound..<member.end)
        } else if let pattern = patternEnd(before: use.lowerBound) {
            scanPattern(endingAt: pattern)
        } else if let (name, isOptional) = secret(around: use) {
            uses.add(name, isOptional: isOptional)
        }
    }
}
