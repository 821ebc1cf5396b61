import JSON

/// What a run waits for, as a person reads it: `retry of "Charge" at 2026-11-30 09:00:10Z, attempt 2 of 5`.
struct RunWaitText {
    let text: String

    /// - Parameter wait: The member `waitingFor` of a run.
    /// - Returns: `nil` for a run that does not wait.
    init?(_ wait: JSONValue) {
        guard let kind = wait["kind"]?.string else { return nil }
        func time(_ member: String) -> String { Column("", member).text(of: wait) }
        let until = time("until")
        let step = wait["step"]?.string.map { "\"\($0)\"" } ?? "the step"
        text =
            switch kind {
            case "retry":
                "retry of \(step)" + Self.phrase("at", time("nextAttemptAt"))
                    + ", attempt \((wait["attempt"]?.int ?? 0) + 1)"
                    + (wait["attempts"]?.int.map { " of \($0)" } ?? "")
            case "event":
                "event" + (wait["type"]?.string.map { " \"\($0)\"" } ?? "") + " in \(step)"
                    + Self.phrase("until", until)
            case "child":
                "child" + Self.phrase("run", wait["runId"]?.string ?? wait["instanceId"]?.string ?? "")
                    + (wait["workflowName"]?.string.map { " of \"\($0)\"" } ?? "") + " in \(step)"
            default: "\(kind) in \(step)" + Self.phrase("until", until)
            }
    }

    private static func phrase(_ word: String, _ value: String) -> String { value.isEmpty ? "" : " \(word) \(value)" }
}
