import IR
import JavaScript

/// What gives another value each time it runs. Code outside durable steps runs again when a run is replayed, and must
/// then decide as it did before.
extension Reads {
    /// Whether code in a field runs outside durable steps.
    func isReplayed(_ field: String) -> Bool {
        guard document.kind == .workflow else { return false }
        if field == "code" { return isInline }
        return field.hasSuffix("condition") || field == "collection"
    }

    /// Whether the node at hand is a step whose code runs in the run itself.
    var isInline: Bool { document.nodes[reader].data["inline"]?.bool ?? false }

    mutating func checkReplay(
        of reference: ScopeAnalysis.Reference, in analysis: ScopeAnalysis, at place: () -> Place
    ) {
        guard let call = Self.unrepeatable(reference.token, in: analysis) else { return }
        let effect =
            call == "fetch()" ? "makes the request again" : "has another value"
        problems.warning(
            "ir.code.nondeterministic",
            "\(call) runs outside a durable step and \(effect) each time the run is replayed. Move it into a step that "
                + "is not inline, and read the step's value here.",
            at: place(), node: document.nodes[reader].id, line: analysis.line(of: reference))
    }

    /// - Returns: What is called there, when it cannot be repeated.
    private static func unrepeatable(_ token: Int, in analysis: ScopeAnalysis) -> String? {
        func isMember(_ name: String) -> Bool { analysis.spells(token + 1, ".") && analysis.spells(token + 2, name) }
        let isCalled = analysis.spells(token + 1, "(")
        let isNew = analysis.spells(token - 1, "new")
        if analysis.spells(token, "Date") {
            if isMember("now") { return "Date.now()" }
            if isNew { return !isCalled || analysis.spells(token + 2, ")") ? "new Date()" : nil }
            return isCalled ? "Date()" : nil
        }
        if analysis.spells(token, "Math") { return isMember("random") ? "Math.random()" : nil }
        if analysis.spells(token, "crypto") {
            return ["randomUUID", "getRandomValues"].first(where: isMember).map { "crypto.\($0)()" }
        }
        if analysis.spells(token, "performance") { return isMember("now") ? "performance.now()" : nil }
        return analysis.spells(token, "fetch") && isCalled ? "fetch()" : nil
    }
}
