import JSON

/// What ends with a deployment, in sentences.
struct TakedownText {
    private let runs: Int
    private let dependants: [String]

    /// - Parameters:
    ///   - effects: As the preview of a takedown, or the takedown, reports them; of several deployments of a workflow each.
    ///   - others: The names of workflows that are removed with it.
    init(_ effects: [JSONValue], besides others: Set<String> = []) {
        runs = effects.reduce(0) { $0 + ($1["endedRuns"]?.int ?? 0) }
        var names: [String] = []
        for dependant in effects.flatMap({ $0["dependants"]?.array ?? [] }) {
            if let name = dependant["name"]?.string, !names.contains(name), !others.contains(name) {
                names.append(name)
            }
        }
        dependants = names
    }

    /// Before a question, with a space at its end.
    var before: String {
        sentences(
            runs == 1 ? "1 run has not ended and ends." : "\(runs) runs have not ended and end.", "fail when they do",
            "fails when it does")
    }

    /// As in a list of what is going to be done; `nil` when nothing ends.
    var beforeIfAny: String? { before.isEmpty ? nil : String(before.dropLast()) }

    /// After what was done, with a space at its start.
    var after: String {
        let text = sentences(
            runs == 1 ? "1 run ended." : "\(runs) runs ended.", "fail when they do", "fails when it does")
        return text.isEmpty ? "" : " \(text.dropLast())"
    }

    private func sentences(_ ended: String, _ several: String, _ one: String) -> String {
        var text = runs > 0 ? "\(ended) " : ""
        let names = dependants.map { "\"\($0)\"" }.joined(separator: ", ")
        switch dependants.count {
        case 0: break
        case 1: text += "\(names) calls it, and \(one). "
        default: text += "\(names) call it, and \(several). "
        }
        return text
    }
}
