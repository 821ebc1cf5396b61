import JavaScript
import PluginMessages

/// The user's own code.
extension RunPrinter {
    mutating func print(_ code: CodeText, of node: Int, inline: Bool) {
        var printed = printed(code, of: node, as: .statements)
        if printed.outline.words.contains(.imports) {
            printed = printed.lifting(into: &imports, hidden: runNames)
        }
        if !printed.imports.isEmpty {
            let found = packages.diagnostics(
                of: printed.imports, pointer: "/nodes/\(node)/data/code", nodeId: program.nodes[node].id)
            for diagnostic in found { report(diagnostic) }
        }
        if let line = printed.exportLine {
            report(
                Diagnostic(
                    code: "worker.code.export",
                    message:
                        "\"export\" is not allowed in a node's code, which is the body of a function. Return the value instead.",
                    pointer: "/nodes/\(node)/data/code", nodeId: program.nodes[node].id, line: line))
        }
        if code.usesOutput, let loop = scope.loops.last?.node {
            printed = printed.markingOutput(with: "\(assigned(in: loop))[0]")
        }
        if inline, !printed.returns {
            if let name = declare(printed, of: node) {
                warn(name, of: node)
            } else {
                return print(inPlace: printed, of: node)
            }
        }
        let form = attempt(of: printed, node, isDurable: !inline)
        guard code.usesOutput, let loop = scope.loops.last?.node else {
            return inStep(node, isDurable: !inline, parameter: form.parameters, frame: form.frame) {
                for line in form.prologue { $0.out.line(line) }
                $0.print(body: printed)
            }
        }
        // What the step assigned is part of its result: a replay has it from there. Each attempt begins with what the loop
        // had before the step.
        let result = "$result\(node)"
        inStep(
            node, isDurable: !inline, parameter: form.parameters, frame: form.frame,
            keptAs: "const \(result): any = "
        ) {
            let (output, assigned) = ($0.output(of: loop), $0.assigned(in: loop))
            for line in form.prologue { $0.out.line(line) }
            $0.out.line("const \(assigned): any[] = [];")
            $0.out.line("let _output: any = \($0.global("structuredClone"))(\(output));")
            $0.out.open("const $value: any = await (async () => {")
            $0.print(body: printed)
            $0.out.close("})();")
            $0.out.line("return { value: $value, output: _output, isAssigned: \(assigned).length > 0 };")
        }
        out.line(
            "if (\(result).isAssigned || \(result).output !== undefined) "
                + "\(assigned(in: loop))[0] = _output = \(output(of: loop)) = \(result).output;")
        if facts.isKept[node] { out.line("\(target(node))\(result).value;") }
    }

    private mutating func print(body code: PrintedCode) {
        for alias in code.prologue { out.line(alias.declaration) }
        printStatements(of: code)
    }

    private mutating func printStatements(of code: PrintedCode) {
        let needsTokens = !code.outline.isPlain || code.outline.hasLongLiteral
        out.code(code.bytes, tokens: needsTokens ? code.source.tokens : nil, field: code.field)
    }

    /// Statements of the run itself: what they declare is there for what follows.
    private mutating func print(inPlace code: PrintedCode, of node: Int) {
        for (name, value) in code.bound where scope.declared.insert(name).inserted {
            out.line("const \(name): any = \(value);")
        }
        for alias in code.prologue where scope.imported.updateValue(alias.local, forKey: alias.name) == nil {
            out.line(alias.declaration)
        }
        // A bracket would belong to the statement before.
        if code.startsWithBracket { out.line(";") }
        printStatements(of: code)
        if facts.outputLoops.contains(scope.loops.last?.node ?? -1), let loop = scope.loops.last?.node {
            out.line("\(output(of: loop)) = _output;")
        }
        if facts.isKept[node] { out.line("\(target(node))undefined;") }
    }

    /// Makes the names that code declares those of the block.
    /// - Returns: One that means something else there already; then none is declared.
    private mutating func declare(_ code: PrintedCode, of node: Int) -> String? {
        let names = code.declaredNames
        let imported = code.prologue.filter { scope.imported[$0.name] != $0.local }.map(\.name)
        let taken = names.union(imported).sorted().first { name in
            runNames.contains(name) || scope.declared.contains(name) || scope.imported[name] != nil
                || RuntimeHelper.declares(name) || hiddenGlobals.contains(name) || Self.globals.contains(name)
        }
        if let taken { return taken }
        scope.declared.formUnion(names)
        return nil
    }

    /// The globals that a run's own code uses, wherever it stands.
    private static let globals: Set<String> = [
        "Date", "JSON", "Promise", "Symbol", "encodeURIComponent", "globalThis", "structuredClone", "undefined",
    ]

    private mutating func warn(_ name: String, of node: Int) {
        let reason = Self.globals.contains(name) ? "is used by the run itself" : "is declared already"
        report(
            Diagnostic(
                .warning, code: "worker.inline.name",
                message:
                    "\"\(name)\" \(reason), so nothing that this inline code declares is visible to the nodes after it. Rename it.",
                pointer: "/nodes/\(node)/data/code", nodeId: program.nodes[node].id))
    }

    /// The names that generated code declares around the user's.
    var runNames: Set<String> { facts.names.union(scope.indexes) }

    func output(of loop: Int) -> String { "$output\(loop)" }

    /// The array that has an element once `_output` is assigned.
    func assigned(in loop: Int) -> String { "$assigned\(loop)" }
}

extension PrintedCode {
    fileprivate var startsWithBracket: Bool {
        let source = source
        guard let first = source.tokens.first(where: { !$0.isTrivia }) else { return false }
        return "([`/+-".utf8.contains(source.bytes[first.range.lowerBound])
    }

    /// The line of a module's `export`.
    fileprivate var exportLine: Int? {
        guard outline.words.contains(.exports) else { return nil }
        let source = source
        let top = TopLevel(source)
        let index = top.indexes.first { index in
            top.spells(index, "export") && !top.spells(index - 1, ".") && !top.spells(index - 1, "?.")
                && (top.isName(index + 1) || top.spells(index + 1, "{") || top.spells(index + 1, "*"))
        }
        return index.map { source.line(at: top.tokens[$0].range.lowerBound) }
    }

    /// Whether there is a `return` outside the functions in the code.
    fileprivate var returns: Bool {
        outline.words.contains(.returns) && ScopeAnalysis(source).returns
    }

    /// The names that the code declares outside its functions and blocks.
    fileprivate var declaredNames: Set<String> {
        let analysis = ScopeAnalysis(source)
        return Set(
            analysis.declarations.filter { $0.isTopLevel && $0.kind != .parameter }
                .compactMap { $0.token.map(analysis.text) })
    }
}
