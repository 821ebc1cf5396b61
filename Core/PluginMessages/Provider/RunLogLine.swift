/// A line that a run printed, as the result of `provider.logs` has them, oldest first.
public struct RunLogLine: Codable, Sendable, Hashable {
    public enum Level: String, Codable, Sendable, CaseIterable { case debug, info, warning, error }

    /// Milliseconds since 1970.
    public let loggedAt: Int
    public let level: Level
    public let text: String

    public init(loggedAt: Int, level: Level, text: String) {
        self.loggedAt = loggedAt
        self.level = level
        self.text = text
    }
}
