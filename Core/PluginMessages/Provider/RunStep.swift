import JSON

/// A step of a run, as the result of `provider.steps` has them, in the order in which they began. Times are
/// milliseconds since 1970. Of the members that may be `nil` a provider reports those that it knows.
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
        /// It was begun and is not waited for any more: the run has ended, or the arm around it is over.
        case cancelled
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
    /// Its place in the run, from 1; `nil`: the place in the result.
    public let number: Int?
    public let nodeId: String?
    /// The rounds of the loops around it, outermost first, from 0.
    public let rounds: [Int]?
    /// What it returned, unless that is larger than the request asks for.
    public let output: JSONValue?
    /// Bytes of what it returned.
    public let outputSize: Int?
    /// The attempts that are known, oldest first.
    public let history: [RunAttempt]?
    /// When a step whose last attempt failed is retried.
    public let nextAttemptAt: Int?
    /// Whether a test did not wait for the end of a sleep.
    public let skipped: Bool?

    public init(
        name: String, kind: Kind, status: Status, attempts: Int, startedAt: Int, endedAt: Int? = nil,
        error: RunFailure? = nil, number: Int? = nil, nodeId: String? = nil, rounds: [Int]? = nil,
        output: JSONValue? = nil, outputSize: Int? = nil, history: [RunAttempt]? = nil, nextAttemptAt: Int? = nil,
        skipped: Bool? = nil
    ) {
        self.name = name
        self.kind = kind
        self.status = status
        self.attempts = attempts
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.error = error
        self.number = number
        self.nodeId = nodeId
        self.rounds = rounds
        self.output = output
        self.outputSize = outputSize
        self.history = history
        self.nextAttemptAt = nextAttemptAt
        self.skipped = skipped
    }
}
