/// What a Worker may be, by plan: Cloudflare's documentation, "Workflows: Limits" (June 2026).
public struct WorkerLimits: Sendable, Hashable {
    /// Durable steps a run; sleeps are not counted.
    public let steps: Int
    /// Characters of a step's name.
    public let stepNameLength: Int
    /// Characters of an event's type.
    public let eventTypeLength: Int
    /// Of an event's payload, as JSON in UTF-8.
    public let payloadBytes = 1_048_576
    /// Of a request's body to a script, unpacked: what leaves room in the 128 MB of memory of "Workers: Limits".
    public let scriptPayloadBytes = 33_554_432

    public init(steps: Int, stepNameLength: Int = 256, eventTypeLength: Int = 100) {
        self.steps = steps
        self.stepNameLength = stepNameLength
        self.eventTypeLength = eventTypeLength
    }

    public static let free = WorkerLimits(steps: 1_024)
    public static let paid = WorkerLimits(steps: 10_000)
}
