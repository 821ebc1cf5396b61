import IR
import JavaScript
import PluginMessages
import Values

/// The names that code expects from around it: the variables of nodes, and what nobody has.
extension Reads {
    /// Notes which values a code reads by their names, and reports names that mean nothing.
    mutating func finish(
        _ parts: [CodeText.Part], _ analysis: ScopeAnalysis, field: String, at place: () -> Place
    ) -> CodeText {
        let source = analysis.source
        let isReplayed = isReplayed(field)
        var aliases: [CodeText.Alias] = []
        var usesOutput = false
        var reported: Set<String> = []
        // What is before this offset has been reported.
        var done = 0
        var assignments: Assignments?
        for reference in analysis.references where reference.declaration == nil || !analysis.isComplete {
            let name = analysis.text(of: reference)
            if analysis.isComplete, Assignments.mayContain(reference, in: analysis) {
                checkAssignment(to: name, reference, in: analysis, &assignments, at: place)
            }
            if isReplayed { checkReplay(of: name, reference, in: analysis, at: place) }
            if reference.declaration == nil {
                checkGenerated(by: name, reference, in: analysis, at: place)
                if name == "step" { checkDurations(reference, in: analysis, at: place) }
            }
            if name == "event" || name == "env" { checkMembers(of: nil, name, reference, in: analysis, at: place) }
            if read(name, of: reference, in: analysis, at: place) { continue }
            if reference.declaration == nil, let value = alias(name) {
                read(value)
                if case .node(let source) = value.root {
                    checkMembers(of: source, name, reference, in: analysis, at: place)
                }
                if !aliases.contains(where: { $0.name == name }) { aliases.append(.init(name: name, value: value)) }
                continue
            }
            usesOutput = usesOutput || name == "_output" && reference.declaration == nil && !indexes.isEmpty
            let offset = analysis.tokens[reference.token].range.lowerBound
            guard analysis.isComplete, offset >= done, !reference.isTypeof, !isKnown(name, in: field) else { continue }
            if let hyphens = hyphens(in: source, at: offset) {
                done = offset + hyphens.id.utf8.count
                guard reported.insert(hyphens.id).inserted else { continue }
                problems.warning(
                    "ir.code.undefinedName", hyphens.message, at: place(), node: document.nodes[reader].id,
                    line: source.line(at: offset))
            } else if reported.insert(name).inserted {
                reportUndefined(name, in: field, analysis, at: place(), line: source.line(at: offset))
            }
        }
        if field == "code" {
            codeReturns = analysis.returns || !analysis.isComplete
            if isInline { declare(analysis) }
        }
        return CodeText(parts: parts, field: field, aliases: aliases, usesOutput: usesOutput)
    }

    /// - Returns: Whether the name is a node's variable.
    private mutating func read(
        _ name: String, of reference: ScopeAnalysis.Reference, in analysis: ScopeAnalysis, at place: () -> Place
    ) -> Bool {
        let first = analysis.source.bytes[analysis.tokens[reference.token].range.lowerBound]
        guard names.mayBeVariable(startingWith: first), let source = source(of: name) else {
            return false
        }
        checkMembers(of: source, name, reference, in: analysis, at: place)
        let failsWithoutValue = document.nodes[reader].builtIn == .loop && isFirstMember(reference, in: analysis)
        let isCertain = analysis.isComplete && !reference.isTypeof
        self.name(name) {
            isCertain
                ? ReadTracker.Expression(
                    text: name, place: place(), line: analysis.line(of: reference), isName: true,
                    failsWithoutValue: failsWithoutValue)
                : nil
        }
        return true
    }

    /// Whether nothing is evaluated before the name, and a member of its value is read.
    private func isFirstMember(_ reference: ScopeAnalysis.Reference, in analysis: ScopeAnalysis) -> Bool {
        guard [".", "["].contains(where: { analysis.spells(reference.token + 1, $0) }) else { return false }
        return (0..<reference.token).allSatisfy { analysis.spells($0, "(") || analysis.spells($0, "!") }
    }

    /// What inline code declares is visible to what follows.
    private mutating func declare(_ analysis: ScopeAnalysis) {
        guard !analysis.returns else { return }
        for declaration in analysis.declarations where declaration.isTopLevel {
            if let token = declaration.token { declared.append(analysis.text(token)) }
        }
    }

    private func isKnown(_ name: String, in field: String) -> Bool {
        isLocal(name) || declared.contains(name) || bound(in: field).contains(name) || JavaScriptGlobals.contains(name)
            || name == "_output" && !(knowsOrder && indexes.isEmpty)
            // A platform's own global has the platform's name.
            || name.lowercased() == document.target
    }

    /// What a run has besides nodes and loops: `ctx` is that of the attempt of a durable step, and a script, which has no
    /// steps, has its response instead.
    private func bound(in field: String) -> Set<String> {
        switch document.kind {
        case .script: Self.boundInScripts
        case .workflow: field == "code" && !isInline ? Self.boundInSteps : Self.boundInRuns
        }
    }

    private static let boundInScripts: Set<String> = ["event", "env", "graph"]
    private static let boundInRuns: Set<String> = ["event", "env", "step", "NonRetryableError"]
    private static let boundInSteps = boundInRuns.union(["ctx"])

    /// The id of a node with hyphens in it, which JavaScript takes for subtractions.
    private func hyphenatedID(in bytes: [UInt8], at offset: Int) -> String? {
        var end = offset
        while end < bytes.count, JavaScriptLexer.isNamePart(bytes[end]) || bytes[end] == UInt8(ascii: "-") { end += 1 }
        while end > offset {
            let text = String(decoding: bytes[offset..<end], as: UTF8.self)
            guard text.utf8.contains(UInt8(ascii: "-")) else { return nil }
            if document.ids[text] != nil { return text }
            end -= 1
            while end > offset, bytes[end] != UInt8(ascii: "-") { end -= 1 }
        }
        return nil
    }

    /// What to write in place of an id with hyphens; `nil` where none is.
    func hyphens(in source: JavaScriptSource, at offset: Int) -> (id: String, message: String)? {
        guard let id = hyphenatedID(in: source.bytes, at: offset) else { return nil }
        let path = source.path(in: offset..<offset + id.utf8.count)
        let variable = document.ids[id].map { names.variables[$0] } ?? id
        let message =
            "\(id)\(path): JavaScript reads the hyphens in the node id \"\(id)\" as subtractions. Write "
            + "{{\(id)\(path)}}, or the node's variable: \(variable)\(path)."
        return (id, message)
    }

    private mutating func reportUndefined(
        _ name: String, in field: String, _ analysis: ScopeAnalysis, at place: Place, line: Int
    ) {
        let bound = bound(in: field)
        let own = Array(analysis.declaredNames) + names.variables + locals + declared + bound
        var advice = "Declare it in the code, or use a node's variable, event, env, or a global of JavaScript."
        if name == "trigger" {
            advice = "Write {{trigger.…}} or event.payload."
        } else if let source = names.aliases[name], source != reader {
            let id = document.nodes[source].id
            advice =
                "It is the value of the node \"\(id)\", which does not run before this one. Add an edge so that it does."
        } else if Self.boundInSteps.contains(name) {
            advice =
                document.kind == .script
                ? "A function has no durable steps; use a workflow." : "Only a step that is not inline has it."
        } else if let nearest = caughtError(name) ?? NearestName.nearest(to: name, among: own)
            ?? NearestName.nearest(to: name, among: names.aliases.keys)
            ?? NearestName.nearest(to: name, among: JavaScriptGlobals.names)
        {
            advice = "Did you mean \"\(nearest)\"?"
        }
        problems.warning(
            "ir.code.undefinedName", "\"\(name)\" is not defined in this code. \(advice)", at: place,
            node: document.nodes[reader].id, line: line)
    }
}

extension JavaScriptSource {
    /// The members behind an id: `.amount`.
    fileprivate func path(in range: Range<Int>) -> String {
        var end = range.upperBound
        while end < bytes.count, JavaScriptLexer.isNamePart(bytes[end]) || bytes[end] == UInt8(ascii: ".") { end += 1 }
        let path = text(range.upperBound..<end)
        return path.hasSuffix(".") ? String(path.dropLast()) : path
    }
}
