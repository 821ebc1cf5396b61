/// A step of a run, as the result of `provider.steps` has them, in the order in which they began. Times are
/// milliseconds since 1970.
public struct RunStep: Codable, Sendable, Hashable {
    public enum Kind: String, Codable, Sendable, CaseIterable { case `do`, sleep, wait }

    public enum Status: String, Codable, Sendable, CaseIterable {
        /// An attempt runs.
        case active
        /// It sleeps, or waits for its next attempt.
        case pending
        /// For an event.
        case waiting
        case succeeded, failed
    }

    public let name: String
    public let kind: Kind
    public let status: Status
    /// Those that have begun.
    public let attempts: Int
    public let startedAt: Int
    public let endedAt: Int?
    /// Of a failed step, or of the last attempt of one that goes on.
    public let error: RunFailure?

    public init(
        name: String, kind: Kind, status: Status, attempts: Int, startedAt: Int, endedAt: Int? = nil,
        error: RunFailure? = nil
    ) {
        self.name = name
        self.kind = kind
        self.status = status
        self.attempts = attempts
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.error = error
    }
}
