import JSON
import PluginMessages
import Storage
import Values

/// Which lines of a log are listed.
package struct LogFilter: Sendable {
    private let levels: [RunLogLine.Level]?
    private let after: Timestamp?
    private let before: Timestamp?
    private let text: String?

    /// - Parameters:
    ///   - levels: Any of them; `nil` for all.
    ///   - after: From this time on.
    ///   - text: A part of the line, in any case.
    /// - Throws: ``PlatformError/invalid(_:)`` for a level or a time that is none.
    package init(
        levels: [String]? = nil, after: String? = nil, before: String? = nil, text: String? = nil
    ) throws(PlatformError) {
        var problems = Problems()
        self.levels = levels.map { $0.compactMap { problems.choice($0, at: "level") } }
        self.after = problems.time(after, at: "loggedAfter")
        self.before = problems.time(before, at: "loggedBefore")
        problems.check(search: text)
        self.text = text.flatMap { $0.isEmpty ? nil : $0.lowercased() }
        try problems.throwIfAny()
    }

    func includes(_ line: RunLogLine) -> Bool {
        let time = Timestamp(provided: line.loggedAt)
        return levels?.contains(line.level) ?? true && after.map { time >= $0 } ?? true
            && before.map { time < $0 } ?? true && text.map { line.text.lowercased().contains($0) } ?? true
    }
}
