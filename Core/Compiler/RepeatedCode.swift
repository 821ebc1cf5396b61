import JavaScript

/// Code outside durable steps, which runs again when a run is replayed: the calls in it that have another value then.
struct RepeatedCode {
    struct Call {
        /// As it is usually written: `Math.random()`.
        let name: String
        /// Of the name that it begins with.
        let token: Int
    }

    let analysis: ScopeAnalysis

    /// The globals that calls begin with which cannot be repeated.
    static func begins(with name: String) -> Bool { roots.contains(name) }

    private static let roots: Set<String> = [
        "Date", "Math", "crypto", "performance", "fetch", "globalThis", "self",
    ]

    /// - Parameter reference: Of one of those globals.
    func calls(of reference: ScopeAnalysis.Reference) -> [Call] {
        let root = analysis.text(of: reference)
        let token = reference.token
        if spells(token - 1, "=") {
            if let alias = declaration(at: token - 2), spells(token - 3, "const"), endsExpression(token) {
                return uses(of: alias).compactMap { call(root, at: $0) }
            }
            if spells(token - 2, "}") { return destructured(root, from: token - 2) }
        }
        guard runs(reference) else { return [] }
        return call(root, at: token).map { [$0] } ?? []
    }

    // MARK: What is called

    /// - Parameter token: The name that stands for the root.
    private func call(_ root: String, at token: Int) -> Call? {
        let isNew = spells(token - 1, "new")
        guard root == "globalThis" || root == "self" else {
            return name(root, behind: token + 1, isNew: isNew, isHandedOn: isHandedOn(token)).map {
                Call(name: $0, token: token)
            }
        }
        guard let (member, end) = member(at: token + 1) else { return nil }
        return name(member, behind: end, isNew: isNew, isHandedOn: false).map { Call(name: $0, token: token) }
    }

    /// - Parameter isHandedOn: Whether it is what a method calls, as in `urls.map(fetch)`.
    private func name(_ root: String, behind end: Int, isNew: Bool, isHandedOn: Bool) -> String? {
        let isCalled = spells(end, "(") || spells(end, "?.") && spells(end + 1, "(")
        let member = member(at: end)?.name ?? ""
        switch root {
        case "Date":
            if member == "now" { return "Date.now()" }
            if isNew { return !isCalled || spells(end + 1, ")") ? "new Date()" : nil }
            return isCalled ? "Date()" : nil
        case "Math", "crypto", "performance":
            return Self.members[root]?.contains(member) == true ? "\(root).\(member)()" : nil
        case "fetch": return isCalled || isHandedOn ? "fetch()" : nil
        default: return nil
        }
    }

    private static let members: [String: Set<String>] = [
        "Math": ["random"], "crypto": ["randomUUID", "getRandomValues"], "performance": ["now"], "Date": ["now"],
    ]

    /// The calls of what `const { random } = Math` takes out of a global.
    private func destructured(_ root: String, from end: Int) -> [Call] {
        guard let members = Self.members[root] else { return [] }
        var calls: [Call] = []
        var index = end - 1
        while index > 0, !spells(index, "{") {
            let member = analysis.text(index)
            if members.contains(member), spells(index - 1, "{") || spells(index - 1, ",") {
                let local = spells(index + 1, ":") ? index + 2 : index
                if let declaration = declaration(at: local) {
                    calls += uses(of: declaration).map { Call(name: "\(root).\(member)()", token: $0) }
                }
            }
            index -= 1
        }
        return calls
    }

    /// `.name`, `?.name` or `["name"]` at a token.
    private func member(at index: Int) -> (name: String, end: Int)? {
        let bracket = spells(index, "?.") ? index + 1 : index
        if spells(bracket, "["), spells(bracket + 2, "]"), case .string = analysis.tokens[bracket + 1].kind {
            return (analysis.source.text(analysis.tokens[bracket + 1].contentRange), bracket + 3)
        }
        guard spells(index, ".") || spells(index, "?."), index + 1 < analysis.tokens.count,
            analysis.tokens[index + 1].kind == .identifier
        else { return nil }
        return (analysis.text(index + 1), index + 2)
    }

    // MARK: Whether it runs

    /// The tokens where a declared name is used by code that runs with what is around it.
    private func uses(of declaration: Int) -> [Int] {
        analysis.references.filter { $0.declaration == declaration && runs($0) }.map(\.token)
    }

    /// Whether a name is used where code runs with what is around it: outside all functions, or in one that is called there.
    private func runs(_ reference: ScopeAnalysis.Reference, depth: Int = 0) -> Bool {
        if reference.isImmediate { return true }
        guard depth < 4, let (function, start) = function(around: reference.token) else { return false }
        guard !isInStep(reference.token, since: start) else { return false }
        return analysis.references.contains { other in
            other.declaration == function && (isCalled(other.token) || isHandedOn(other.token))
                && runs(other, depth: depth + 1)
        }
    }

    private func isCalled(_ token: Int) -> Bool {
        spells(token + 1, "(") || spells(token + 1, "?.") && spells(token + 2, "(")
    }

    /// Whether a function is an argument of a method that calls it at once.
    private func isHandedOn(_ token: Int) -> Bool {
        guard spells(token - 1, "("), spells(token + 1, ")") || spells(token + 1, ","), spells(token - 3, ".") else {
            return false
        }
        return Self.calling.contains(analysis.text(token - 2))
    }

    private static let calling: Set<String> = [
        "map", "forEach", "flatMap", "filter", "some", "every", "find", "findIndex", "findLast", "reduce", "then",
        "sort",
    ]

    /// The innermost named function that a token is in.
    private func function(around token: Int) -> (declaration: Int, start: Int)? {
        var found: (declaration: Int, start: Int)?
        for (index, declaration) in analysis.declarations.enumerated() {
            guard let name = declaration.token, name < token, name > found?.start ?? -1 else { continue }
            guard let end = end(ofFunctionAt: name, declaration.kind), token < end else { continue }
            found = (index, name)
        }
        return found
    }

    /// Where `function f() { … }` or `const f = () => …` ends.
    private func end(ofFunctionAt name: Int, _ kind: ScopeAnalysis.Declaration.Kind) -> Int? {
        switch kind {
        case .function:
            return (name + 1..<analysis.tokens.count).first { spells($0, "(") }.map(behindBracket)
                .flatMap { parameters in
                    (parameters..<analysis.tokens.count).first { spells($0, "{") }.map(behindBracket)
                }
        case .variable:
            guard spells(name + 1, "=") else { return nil }
            let start = spells(name + 2, "async") ? name + 3 : name + 2
            if spells(start, "function") { return end(ofFunctionAt: start, .function) }
            let arrow = spells(start, "(") ? behindBracket(start) : start + 1
            guard spells(arrow, "=>") else { return nil }
            return spells(arrow + 1, "{") ? behindBracket(arrow + 1) : endOfExpression(from: arrow + 1)
        case .parameter, .class, .import, .type: return nil
        }
    }

    private func endOfExpression(from start: Int) -> Int {
        var index = start
        while index < analysis.tokens.count {
            if opens(index) {
                index = behindBracket(index)
            } else {
                if closes(index) || spells(index, ";") || spells(index, ",") { return index }
                index += 1
            }
            if endsExpression(index - 1) { return index }
        }
        return index
    }

    /// Whether a statement ends behind a token.
    private func endsExpression(_ index: Int) -> Bool {
        let next = index + 1
        guard next < analysis.tokens.count else { return true }
        if spells(next, ";") || spells(next, ",") { return true }
        let between = analysis.tokens[index].range.upperBound..<analysis.tokens[next].range.lowerBound
        return analysis.tokens[next].kind == .identifier
            && (analysis.tokens[index].kind != .punctuator || closes(index))
            && analysis.source.bytes[between].contains(UInt8(ascii: "\n"))
    }

    private func behindBracket(_ open: Int) -> Int {
        var depth = 0
        for index in open..<analysis.tokens.count {
            if opens(index) { depth += 1 } else if closes(index) { depth -= 1 }
            if depth == 0 { return index + 1 }
        }
        return analysis.tokens.count
    }

    /// Whether a token is in the arguments of a call of `step`.
    private func isInStep(_ token: Int, since start: Int) -> Bool {
        calls(around: token, since: start).contains { open in
            spells(open - 3, "step") && spells(open - 2, ".")
        }
    }

    /// The parentheses that are open at a token, the innermost first.
    private func calls(around token: Int, since start: Int) -> [Int] {
        var depth = 0
        var open: [Int] = []
        for index in stride(from: token - 1, through: start, by: -1) {
            if closes(index) {
                depth += 1
            } else if opens(index) {
                if depth > 0 { depth -= 1 } else if spells(index, "(") { open.append(index) }
            }
        }
        return open
    }

    private func declaration(at token: Int) -> Int? {
        analysis.declarations.firstIndex { $0.token == token }
    }

    private func opens(_ index: Int) -> Bool {
        if case .template(.head) = analysis.tokens[index].kind { return true }
        return spells(index, "(") || spells(index, "[") || spells(index, "{")
    }

    private func closes(_ index: Int) -> Bool {
        if case .template(.tail) = analysis.tokens[index].kind { return true }
        return spells(index, ")") || spells(index, "]") || spells(index, "}")
    }

    private func spells(_ index: Int, _ word: String) -> Bool { analysis.spells(index, word) }
}

/// Steps that code asks for itself.
extension RepeatedCode {
    enum StepFault {
        /// Nothing waits for it.
        case unawaited
        /// Whoever is first is another one in a replay.
        case raced
    }

    /// What is wrong with how a step is asked for, where `step` is named.
    func fault(ofStepAt token: Int) -> (fault: StepFault, call: String)? {
        guard let (member, end) = member(at: token + 1), Self.methods.contains(member), spells(end, "(") else {
            return nil
        }
        let isRaced = calls(around: token, since: 0).contains { open in
            spells(open - 3, "Promise") && (spells(open - 1, "race") || spells(open - 1, "any"))
        }
        if isRaced { return (.raced, "step.\(member)()") }
        return beginsStatement(token) ? (.unawaited, "step.\(member)()") : nil
    }

    private static let methods: Set<String> = ["do", "sleep", "sleepUntil", "waitForEvent"]

    private func beginsStatement(_ token: Int) -> Bool {
        guard token > 0 else { return true }
        let before = token - 1
        if [";", "{", "}", ")", "void", "else", "do"].contains(where: { spells(before, $0) }) { return true }
        let between = analysis.tokens[before].range.upperBound..<analysis.tokens[token].range.lowerBound
        guard analysis.source.bytes[between].contains(UInt8(ascii: "\n")) else { return false }
        switch analysis.tokens[before].kind {
        case .punctuator: return spells(before, "]")
        case .identifier: return !["await", "yield", "typeof", "in", "of", "new"].contains(analysis.text(before))
        default: return true
        }
    }
}
