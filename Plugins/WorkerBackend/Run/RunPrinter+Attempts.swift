import JavaScript
import PluginMessages

/// What an attempt of a step brings into the scope of the user's code.
extension RunPrinter {
    /// The parameters of a step's function, what stands around it, and the lines that its body begins with.
    struct AttemptForm {
        var parameters = ""
        var frame = (start: "", end: "")
        var prologue: [String] = []
    }

    /// `ctx` where the code names it; where it names the signal, `fetch` or, in code that can be over before it ends, `env`,
    /// those that end with the attempt.
    mutating func attempt(of code: PrintedCode, _ node: Int, isDurable: Bool) -> AttemptForm {
        let aliases = code.bound.isEmpty ? [] : [code.parameters]
        guard self.isDurable, isDurable else { return AttemptForm(parameters: code.parameters) }
        let free = freeNames(of: code, withEnvironment: canBeOver(node))
        // `globalThis.fetch`
        let globals = code.outline.words.contains(.fetch) ? ["globalThis", "self"].filter(free.contains) : []
        let guardsEnvironment = free.contains("env")
        // The platform passes one argument, which no alias is to take.
        let brings: [(name: String, isRead: Bool)] = [
            ("fetch", free.contains("fetch") || !globals.isEmpty), ("env", guardsEnvironment),
        ]
        let isFramed = brings.contains(where: \.isRead) || free.contains("ctx") && code.names("signal")
        let last = !aliases.isEmpty && isFramed ? brings.count : (brings.lastIndex(where: \.isRead) ?? -1) + 1
        var parameters = brings.prefix(last).map { name, isRead in
            isRead ? name == "env" ? "env: any" : name : "\(unused("$\(name)", in: code)): any"
        }
        if free.contains("ctx") {
            parameters.insert("ctx: any", at: 0)
        } else if !parameters.isEmpty || !aliases.isEmpty {
            parameters.insert("\(unused("$context", in: code))\(parameters.isEmpty ? "?" : ""): any", at: 0)
        }
        var form = AttemptForm(parameters: (parameters + aliases).joined(separator: ", "))
        guard isFramed else { return form }
        use(.attempt)
        form.frame = (
            "$attempt(\(attemptTime(of: node)), ", guardsEnvironment ? ", env, $guarded)" : ")"
        )
        if guardsEnvironment { use(.guarded) }
        for name in globals {
            use(.globals)
            form.prologue.append("const \(name): any = $globals(fetch);")
        }
        return form
    }

    /// The name of a parameter that the code does not read, and that hides nothing of it.
    private func unused(_ name: String, in code: PrintedCode) -> String {
        var name = name
        while code.names(name) || code.prologue.contains(where: { $0.name == name }) { name += "_" }
        return name
    }

    /// Whether an attempt of a node can be over while its code still runs.
    func canBeOver(_ node: Int) -> Bool {
        scope.arms > 0 || program.nodes[node].options.timeout != nil || settings["timeout"] != nil
    }

    /// What the code reads of the names that an attempt brings, unless the program has variables of these names.
    private func freeNames(of code: PrintedCode, withEnvironment: Bool) -> Set<String> {
        let words: CodeOutline.Words = [.context, .fetch, withEnvironment ? .environment : []]
        guard !code.outline.words.isDisjoint(with: words) else { return [] }
        var names: Set = ["ctx", "fetch", "globalThis", "self"]
        if withEnvironment { names.insert("env") }
        guard names.contains(where: code.names) else { return [] }
        let analysis = code.analysis ?? ScopeAnalysis(code.source, as: .statements)
        let read = names.intersection(analysis.freeReferences.map { analysis.text(of: $0) })
        // The run's own `env` is what the attempt's is made of.
        let free = read.subtracting(runNames.subtracting(["env"])).subtracting(scope.declared)
            .subtracting(code.imports.flatMap(\.names).map(\.local))
        // Of code that was not understood, a name that it declares somewhere may be its own.
        return analysis.isComplete ? free : free.filter { !analysis.declares($0) }
    }
}
