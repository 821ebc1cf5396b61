import JSON

/// What ends with a deployment, in sentences.
struct TakedownText {
    private let runs: Int
    private let dependants: [String]

    /// - Parameter effects: As the preview of a takedown, or the takedown, reports them.
    init(_ effects: JSONValue) {
        runs = effects["endedRuns"]?.int ?? 0
        dependants = (effects["dependants"]?.array ?? []).compactMap { $0["name"]?.string }
    }

    /// Before a question, with a space at its end.
    var before: String {
        sentences(
            runs == 1 ? "1 run has not ended and ends." : "\(runs) runs have not ended and end.", "fail when they do",
            "fails when it does")
    }

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
