import IR
import JavaScript
import PluginMessages
import Values

/// What is read of a value that cannot be in it: without a word of it, the run would go on with `undefined`.
extension Reads {
    /// Checks an expression whose root is the event or, where there is one, the value of a node.
    mutating func checkMembers(of source: Int?, _ expression: ScannedExpression, at place: () -> Place) {
        guard !declared.contains(expression.path[0]) else { return }
        checkMembers(
            of: source, root: expression.path[0], path: Array(expression.path.dropFirst()), line: line, at: place
        ) { "{{\($0.joined(separator: "."))}}" }
    }

    /// Checks a name in code that is free there, and the member that stands behind it.
    /// - Parameter source: The node whose value it is; `nil` for `event` and `env`.
    mutating func checkMembers(
        of source: Int?, _ name: String, _ reference: ScopeAnalysis.Reference, in analysis: ScopeAnalysis,
        at place: () -> Place
    ) {
        guard analysis.isComplete, reference.declaration == nil, !reference.isTypeof, !declared.contains(name),
            !isLocal(name)
        else { return }
        let next = reference.token + 1
        let member = next + 1
        var path: [String] = []
        if analysis.spells(next, ".") || analysis.spells(next, "?."), analysis.tokens.indices.contains(member),
            analysis.tokens[member].kind == .identifier
        {
            // What every object has is called, and what code keeps there itself is assigned.
            if analysis.spells(member + 1, "(") || analysis.spells(member + 1, "=") { return }
            path = [analysis.text(member)]
        }
        let line = analysis.line(of: reference)
        guard source != nil || name != "env" else {
            if let variable = path.first { checkVariable(variable, line: line, at: place) { "env.\($0)" } }
            return
        }
        checkMembers(of: source, root: name, path: path, line: line, at: place) { $0.joined(separator: ".") }
    }

    private mutating func checkMembers(
        of source: Int?, root: String, path: [String], line: Int?, at place: () -> Place,
        spelled: ([String]) -> String
    ) {
        guard knowsOrder, source != reader else { return }
        let text = spelled([root] + path)
        if let source, let reason = whyValueless(source) {
            guard !isNoted("value \(root)", at: place) else { return }
            problems.warning(
                "ir.expression.noValue", "\(text) is undefined: \(reason)", at: place(),
                node: document.nodes[reader].id, line: line)
            return
        }
        guard let first = path.first, let known = known(of: source), !known.members.contains(first),
            !isNoted("member \(text)", at: place)
        else { return }
        let meant = known.meant(by: path).map { " Did you mean \(spelled([root] + $0))?" } ?? ""
        problems.warning(
            "ir.expression.noMember",
            "\(text) is undefined: \"\(root)\" has \(known.members.joined(separator: ", ")).\(meant)",
            at: place(), node: document.nodes[reader].id, line: line)
    }

    /// - Parameter source: `nil` for the event.
    private mutating func known(of source: Int?) -> KnownValue? {
        // Who calls a function's graph from trigger code makes its event.
        guard let source else { return document.kind == .workflow ? KnownValue.event : nil }
        let node = document.nodes[source]
        if let builtIn = node.builtIn { return KnownValue.value(of: builtIn) }
        let key = "\(node.type) \(node.version)"
        if let known = knownValues[key] { return known }
        let known = catalog.definition(type: node.type, version: node.version).flatMap { KnownValue.value(of: $0) }
        knownValues.updateValue(known, forKey: key)
        return known
    }

    /// `nil` for a node that has a value.
    private func whyValueless(_ source: Int) -> String? {
        let node = document.nodes[source]
        if let builtIn = node.builtIn, !builtIn.hasValue { return "a node of the type \(node.type) has no value." }
        guard valueless.contains(source) else { return nil }
        return "the code of \"\(node.id)\" has no return. End it with return and the value, such as return { id: 1 }."
    }

    /// Variables that no environment can have are not required by a deploy, and are undefined in each run.
    mutating func checkVariable(_ name: String, line: Int?, at place: () -> Place, spelled: (String) -> String) {
        guard !TextFormat.isVariableName(name), !isNoted("variable \(name)", at: place) else { return }
        let upper = Self.variableName(for: name)
        let meant = TextFormat.isVariableName(upper) ? " Did you mean \(spelled(upper))?" : ""
        problems.warning(
            "ir.expression.variableName",
            "\(spelled(name)) is undefined: the name of a variable or binding consists of uppercase letters, digits and '_'."
                + meant, at: place(), node: document.nodes[reader].id, line: line)
    }

    /// `slackToken` and `slack-token` as `SLACK_TOKEN`.
    private static func variableName(for name: String) -> String {
        var text = ""
        var followsLowercase = false
        for character in name {
            if followsLowercase, character.isUppercase { text += "_" }
            text += character == "-" ? "_" : character.uppercased()
            followsLowercase = character.isLowercase
        }
        return text
    }
}
