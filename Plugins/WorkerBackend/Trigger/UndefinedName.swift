import JavaScript
import PluginMessages
import Values

/// A name in trigger code that neither the code nor the module around it has.
struct UndefinedName {
    let name: String
    /// Of its first use, from 1.
    let line: Int
    private let nearest: String?

    /// - Parameters:
    ///   - code: Trigger code without imports and annotations.
    ///   - bound: What it has besides what it declares and the globals of JavaScript.
    /// - Returns: One for each name; none where the code was not understood.
    static func all(in code: JavaScriptSource, bound: Set<String>) -> [UndefinedName] {
        let analysis = ScopeAnalysis(code)
        guard analysis.isComplete else { return [] }
        var seen = bound
        var found: [UndefinedName] = []
        for reference in analysis.freeReferences where !reference.isTypeof {
            let name = analysis.text(of: reference)
            guard !JavaScriptGlobals.contains(name), seen.insert(name).inserted else { continue }
            let nearest =
                NearestName.nearest(to: name, among: analysis.declaredNames.union(bound))
                ?? NearestName.nearest(to: name, among: JavaScriptGlobals.names)
            found.append(UndefinedName(name: name, line: analysis.line(of: reference), nearest: nearest))
        }
        return found
    }

    var diagnostic: Diagnostic {
        let advice =
            switch name {
            case "event", "step", "trigger":
                "Trigger code runs before a run begins; start one with env.WORKFLOW.create({ params })."
            default:
                nearest.map { "Did you mean \"\($0)\"?" }
                    ?? "Declare it in the code, or use request, env, ctx or a global of JavaScript."
            }
        return Diagnostic(
            .warning, code: "worker.trigger.undefinedName",
            message: "\"\(name)\" is not defined in this code. \(advice)",
            pointer: "/triggerCode", line: line)
    }
}
