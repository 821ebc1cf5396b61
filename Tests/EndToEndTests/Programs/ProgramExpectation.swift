import JSON

/// What became of a document, held against what its author expects.
///
/// | Member | Meaning |
/// | --- | --- |
/// | `refused` | The version is refused |
/// | `reported` | The version has a diagnostic, or is refused |
/// | `status` | Of the run; `complete` where nothing is said |
/// | `output` | Of the run |
/// | `error` | A part of the run's error, in any case |
/// | `requests` | `{path, count}`: how often the service was called |
/// | `hidden` | A text that no answer of the API contains |
/// | `anyOf` | One of several expectations |
struct ProgramExpectation {
    let members: JSONValue

    private static let names: Set = [
        "refused", "reported", "status", "output", "error", "requests", "hidden", "anyOf",
    ]

    /// What nothing checks.
    var unknown: Set<String> {
        let own = Set((members.object ?? [:]).keys).subtracting(Self.names)
        return (members["anyOf"]?.array ?? []).reduce(into: own) {
            $0.formUnion(ProgramExpectation(members: $1).unknown)
        }
    }

    /// What is wrong; `nil` when nothing is.
    func failure(_ outcome: ProgramOutcome) -> String? {
        if let choices = members["anyOf"]?.array {
            let failures = choices.map { ProgramExpectation(members: $0).failure(outcome) }
            return failures.contains(nil) ? nil : failures.compactMap(\.self).joined(separator: "; ")
        }
        if members["refused"] == true { return outcome.isRefused ? nil : "the version was accepted" }
        if members["reported"] == true {
            return outcome.isRefused || !outcome.diagnostics.isEmpty ? nil : "the version has no diagnostic"
        }
        guard !outcome.isRefused else { return "the version was refused" }
        return runFailure(outcome)
    }

    private func runFailure(_ outcome: ProgramOutcome) -> String? {
        if let hidden = members["hidden"]?.string, outcome.answers.contains(where: { $0.contains(hidden) }) {
            return "\"\(hidden)\" was shown"
        }
        let status = members["status"] ?? "complete"
        guard outcome.state["status"] == status else { return "the status is not \(status.text)" }
        if let output = members["output"], outcome.state["output"] ?? .null != output {
            return "the output is not \(output.text)"
        }
        if let error = members["error"]?.string,
            outcome.state["error"]?.text.lowercased().contains(error.lowercased()) != true
        {
            return "the error does not contain \"\(error)\""
        }
        if let wanted = members["requests"], outcome.requests != wanted["count"]?.int {
            return "\(outcome.requests) requests were made, not \(wanted["count"]?.text ?? "")"
        }
        return nil
    }
}
