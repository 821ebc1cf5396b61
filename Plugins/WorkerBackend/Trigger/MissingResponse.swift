import JavaScript
import PluginMessages

/// Trigger code that answers requests and returns nothing that is a response: every request would fail.
struct MissingResponse {
    private let source: JavaScriptSource
    private let annotation: Int?

    /// - Parameters:
    ///   - source: The whole code.
    ///   - annotation: The offset of its `@fetch`; `nil`: it is the body of `fetch`.
    ///   - body: The function's body.
    /// - Returns: `nil` where a path may return one, or the code was not understood.
    init?(_ source: JavaScriptSource, annotation: Int? = nil, body: JavaScriptSource? = nil) {
        let code = body ?? source
        let analysis = ScopeAnalysis(code)
        guard analysis.isComplete else { return nil }
        if analysis.returns, !Self.returnsOnlyOthers(analysis) { return nil }
        // What fails on purpose, or was left empty, is as it is meant.
        guard !analysis.tokens.isEmpty, !analysis.tokens.contains(where: { code.spells($0, "throw") }) else {
            return nil
        }
        self.source = source
        self.annotation = annotation
    }

    /// Whether each `return` has a value that cannot be a response, or none.
    private static func returnsOnlyOthers(_ analysis: ScopeAnalysis) -> Bool {
        let returns = analysis.tokens.indices.filter {
            analysis.spells($0, "return") && !analysis.spells($0 - 1, ".") && !analysis.spells($0 + 1, ":")
        }
        return returns.allSatisfy { index in
            let next = index + 1
            guard analysis.tokens.indices.contains(next) else { return true }
            switch analysis.tokens[next].kind {
            case .number, .string: return ends(next + 1, analysis)
            case .identifier: return Self.constants.contains(analysis.text(next)) && ends(next + 1, analysis)
            case .punctuator: return [";", "}", "{", "["].contains { analysis.spells(next, $0) }
            default: return false
            }
        }
    }

    private static let constants: Set<String> = ["true", "false", "null", "undefined"]

    private static func ends(_ index: Int, _ analysis: ScopeAnalysis) -> Bool {
        !analysis.tokens.indices.contains(index) || analysis.spells(index, ";") || analysis.spells(index, "}")
    }

    var diagnostic: Diagnostic {
        Diagnostic(
            .warning, code: "worker.trigger.response",
            message: "No path of this code returns a Response, so every request to it fails. \(advice)",
            pointer: "/triggerCode", line: source.line(at: annotation ?? commented?.range.lowerBound ?? 0))
    }

    private var advice: String {
        if commented != nil, annotation == nil {
            return
                "An annotation in a comment is text: write \"@fetch\" without the comment around it if the function is to "
                + "answer requests."
        }
        return annotation == nil
            ? "It is the body of fetch(request, env, ctx): end it with return Response.json(…), or annotate a function with "
                + "@fetch." : "End the function with return Response.json(…)."
    }

    /// The comment that has an annotation in it.
    private var commented: JavaScriptToken? {
        source.tokens.first { token in
            guard token.kind == .lineComment || token.kind == .blockComment else { return false }
            return source.text(of: token).contains("@fetch")
        }
    }
}
