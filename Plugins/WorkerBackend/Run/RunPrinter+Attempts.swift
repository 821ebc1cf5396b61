import JavaScript
import PluginMessages

/// What an attempt of a step brings into the scope of the user's code.
extension RunPrinter {
    /// The parameters of a step's function, and what stands around it.
    struct AttemptForm {
        var parameters = ""
        var frame = (start: "", end: "")
    }

    /// `ctx` where the code names it; where it names the signal or `fetch`, those that end with the attempt.
    mutating func attempt(of code: PrintedCode, _ node: Int, isDurable: Bool) -> AttemptForm {
        let aliases = code.bound.isEmpty ? [] : [code.parameters]
        guard self.isDurable, isDurable else {
            return AttemptForm(
                parameters: (aliases.isEmpty ? [] : ["$context?: any"] + aliases).joined(separator: ", "))
        }
        let free = freeNames(of: code)
        let fetches = free.contains("fetch")
        let isFramed = fetches || free.contains("ctx") && code.names("signal")
        var parameters: [String] = []
        if free.contains("ctx") {
            parameters = ["ctx: any"]
        } else if fetches || !aliases.isEmpty {
            // The platform passes one argument, which no alias is to take.
            parameters = [fetches ? "$context: any" : "$context?: any"]
        }
        if fetches {
            parameters.append("fetch")
        } else if isFramed, !aliases.isEmpty {
            parameters.append("$fetch: any")
        }
        var form = AttemptForm(parameters: (parameters + aliases).joined(separator: ", "))
        if isFramed {
            use(.attempt)
            form.frame = ("$attempt(\(program.nodes[node].options.attemptTime), ", ")")
        }
        return form
    }

    /// What the code reads of the names that an attempt brings, unless the program has variables of these names.
    private func freeNames(of code: PrintedCode) -> Set<String> {
        guard !code.outline.words.isDisjoint(with: [.context, .fetch]) else { return [] }
        let names: Set = ["ctx", "fetch"]
        guard names.contains(where: code.names) else { return [] }
        let analysis = code.analysis ?? ScopeAnalysis(code.source, as: .statements)
        let read = names.intersection(analysis.freeReferences.map { analysis.text(of: $0) })
        let free = read.subtracting(runNames).subtracting(scope.declared)
        // Of code that was not understood, a name that it declares somewhere may be its own.
        return analysis.isComplete ? free : free.filter { !analysis.declares($0) }
    }
}
