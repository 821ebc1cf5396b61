import JSON

/// What of a run has been shown.
struct RunProgress {
    private var status: String?
    /// Whether something was printed since it was last asked.
    private var isNew = false
    private var steps: [Int: String] = [:]
    private var lastLine: JSONValue?
    /// What the run was last said to wait for.
    private var wait: String?

    /// Prints the status when it is another.
    /// - Returns: The exit code, once the run is over.
    mutating func show(run: JSONValue) -> Int32? {
        let now = run["status"]?.string ?? "unknown"
        let waitsFor = run["waitingFor"].flatMap { RunWaitText($0)?.text }
        if now != status || (waitsFor != nil && waitsFor != wait) {
            Terminal.print(Self.line(waitsFor.map { "\(now) for \($0)" } ?? now, run["error"]))
            isNew = true
        }
        (status, wait) = (now, waitsFor)
        switch now {
        case "complete":
            if let output = run["output"], !output.isNull { Terminal.print(json: output.prettyText) }
            return 0
        case "errored": return 1
        case "terminated": return 2
        default: return nil
        }
    }

    /// Prints what is new of steps and lines.
    mutating func show(steps list: JSONValue, logs: JSONValue) {
        for line in news(steps: list, logs: logs) {
            // What the run printed must not steer the terminal.
            Terminal.print(line)
            isNew = true
        }
    }

    /// The steps that are in another state than before, and the lines that are new, in the order of their times: of one
    /// moment lines come first, since they are of the step that ended then.
    mutating func news(steps list: JSONValue, logs: JSONValue) -> [String] {
        var news = newLines(logs["data"]?.array ?? []).map { line -> (time: String, text: String) in
            let text = (line["text"]?.string ?? "").printable.split(separator: "\n", omittingEmptySubsequences: false)
            return (time: line["loggedAt"]?.string ?? "", text: text.map { "  | \($0)" }.joined(separator: "\n"))
        }
        for (index, step) in (list["data"]?.array ?? []).enumerated() {
            let text = Self.text(of: step)
            guard steps[index] != text else { continue }
            news.append((step["endedAt"]?.string ?? step["startedAt"]?.string ?? "", "  \(text)"))
            steps[index] = text
        }
        return news.enumerated()
            .sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
            .map(\.element.text)
    }

    /// Whether the run has shown something new since this was last asked.
    mutating func takeUpdate() -> Bool {
        defer { isNew = false }
        return isNew
    }

    /// A provider keeps the newest only: those after the last that was shown are new.
    private mutating func newLines(_ all: [JSONValue]) -> ArraySlice<JSONValue> {
        let start = lastLine.flatMap { all.lastIndex(of: $0) }.map { $0 + 1 } ?? 0
        lastLine = all.last ?? lastLine
        return all[start...]
    }

    private static func text(of step: JSONValue) -> String {
        let attempts = step["attempts"]?.int ?? 0
        let next = Column("", "nextAttemptAt").text(of: step)
        let remarks = [
            attempts > 1 || !next.isEmpty ? "attempt \(attempts)" : "", next.isEmpty ? "" : "next at \(next)",
        ]
        .filter { !$0.isEmpty }
        let status =
            (step["status"]?.string ?? "") + (remarks.isEmpty ? "" : " (\(remarks.joined(separator: ", ")))")
        return line("\(step["name"]?.string ?? ""): \(status)", step["error"])
    }

    private static func line(_ text: String, _ error: JSONValue?) -> String {
        RunFailureText(error).map { "\(text): \($0.text)" } ?? text
    }
}
