/// An attempt of a step. Times are milliseconds since 1970.
public struct RunAttempt: Codable, Sendable, Hashable {
    /// From 1.
    public let number: Int
    public let startedAt: Int
    /// `nil` while it runs.
    public let endedAt: Int?
    /// `nil` while it runs, and of one that succeeded.
    public let error: RunFailure?

    public init(number: Int, startedAt: Int, endedAt: Int? = nil, error: RunFailure? = nil) {
        self.number = number
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.error = error
    }
}
