import JSON

/// Prints what the API returned: tables for people, JSON for programs.
struct Output: Sendable {
    let isJSON: Bool

    /// A list.
    func list(_ page: JSONValue, _ columns: [Column]) {
        guard !isJSON else { return json(page) }
        let items = page["data"]?.array ?? []
        guard !items.isEmpty else { return Terminal.tell("None.\n") }
        let table = Table(titles: columns.map(\.title), rows: items.map { item in columns.map { $0.text(of: item) } })
        for line in table.lines(width: Terminal.width, paint: Self.paint) { Terminal.print(painted: line) }
        if page["nextCursor"]?.string != nil {
            Terminal.tell("Only the first \(items.count) are shown; --limit shows more.\n")
        }
    }

    /// A resource: a line for each of its members that are given.
    func details(_ item: JSONValue, _ columns: [Column]) {
        guard !isJSON else { return json(item) }
        let width = columns.map(\.title.displayWidth).max() ?? 0
        for column in columns {
            let text = (column.hasHints ? CommandHints(column.text(of: item)).text : column.text(of: item)).printable
            guard !text.isEmpty else { continue }
            let padding = String(repeating: " ", count: width - column.title.displayWidth)
            let indent = String(repeating: " ", count: width + 2)
            let shown = text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n" + indent)
            Terminal.print(painted: "\(column.title)\(padding)  \(Self.paint(shown))")
        }
    }

    /// What was done: a sentence for people, the response for programs.
    func done(_ sentence: String, _ answer: JSONValue) {
        guard !isJSON else { return json(answer) }
        Terminal.print(sentence)
    }

    func json(_ value: JSONValue) { Terminal.print(json: value.prettyText) }

    /// States have colours.
    static func paint(_ text: String) -> String {
        guard Terminal.hasColor else { return text }
        let color: Int? =
            switch text {
            case "active", "complete", "deployed", "succeeded", "running": 32
            case "errored", "failed", "error": 31
            case "queued", "waiting", "paused", "deploying", "terminated", "warning": 33
            default: nil
            }
        return color.map { "\u{1B}[\($0)m\(text)\u{1B}[0m" } ?? text
    }
}
