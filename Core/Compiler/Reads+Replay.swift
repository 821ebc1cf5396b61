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
        of name: String, _ reference: ScopeAnalysis.Reference, in analysis: ScopeAnalysis, at place: () -> Place
    ) {
        if name == "step" { return checkStep(reference, in: analysis, at: place) }
        guard RepeatedCode.begins(with: name) else { return }
        for call in RepeatedCode(analysis: analysis).calls(of: reference) {
            let effect = call.name == "fetch()" ? "makes the request again" : "has another value"
            problems.warning(
                "ir.code.nondeterministic",
                "\(call.name) runs outside a durable step and \(effect) each time the run is replayed. Move it into a "
                    + "step that is not inline, and read the step's value here.",
                at: place(), node: document.nodes[reader].id,
                line: analysis.source.line(at: analysis.tokens[call.token].range.lowerBound))
        }
    }

    /// Reports code that is made of a text while the program runs.
    mutating func checkGenerated(
        by name: String, _ reference: ScopeAnalysis.Reference, in analysis: ScopeAnalysis, at place: () -> Place
    ) {
        guard name == "eval" || name == "Function", analysis.spells(reference.token + 1, "(") else { return }
        problems.warning(
            "ir.code.generated",
            "\(name == "eval" ? "eval()" : "new Function()") runs code of a text, which providers may not allow: the step then "
                + "fails. Write the code itself.",
            at: place(), node: document.nodes[reader].id, line: analysis.line(of: reference))
    }

    /// A duration that is not valid fails the run where it is reached.
    mutating func checkDurations(
        _ reference: ScopeAnalysis.Reference, in analysis: ScopeAnalysis, at place: () -> Place
    ) {
        for fault in StepDurations(analysis: analysis).faults(ofStepAt: reference.token) {
            problems.error(
                "ir.code.duration", "\(fault.error).", at: place(), node: document.nodes[reader].id,
                line: analysis.source.line(at: analysis.tokens[fault.token].range.lowerBound))
        }
    }

    private mutating func checkStep(
        _ reference: ScopeAnalysis.Reference, in analysis: ScopeAnalysis, at place: () -> Place
    ) {
        guard reference.isImmediate,
            let (fault, call) = RepeatedCode(analysis: analysis).fault(ofStepAt: reference.token)
        else { return }
        let (id, line) = (document.nodes[reader].id, analysis.line(of: reference))
        switch fault {
        case .unawaited:
            problems.warning(
                "ir.step.unawaited",
                "\(call) is not awaited: the run continues, and may end, before the step does. Write \"await\" before it, or "
                    + "await Promise.all(…) of several.", at: place(), node: id, line: line)
        case .raced:
            problems.warning(
                "ir.step.race",
                "\(call) is in a race of promises, which another step may win when the run is replayed. Use a \"race\" "
                    + "node, or have the whole race in one step.", at: place(), node: id, line: line)
        }
    }
}
