/// What a waiting run waits for; of several the one that ends first. Times are milliseconds since 1970.
public struct RunWait: Codable, Sendable, Hashable {
    public enum Kind: String, Codable, Sendable, CaseIterable { case event, sleep, retry, child }

    public let kind: Kind
    /// The name of the step that waits.
    public let step: String
    /// The node of the step, where it is known.
    public let nodeId: String?
    /// The type of the event.
    public let eventType: String?
    /// When a sleep or the wait for a child's end is over, and an event is no longer waited for.
    public let until: Int?
    /// Of a retry: the attempts that have failed, how many there are at most, and when the next one begins.
    public let attempt: Int?
    public let attempts: Int?
    public let nextAttemptAt: Int?
    /// Of a child: the provider's id of its run.
    public let instanceId: String?

    private init(
        _ kind: Kind, step: String, nodeId: String? = nil, eventType: String? = nil, until: Int? = nil,
        attempt: Int? = nil, attempts: Int? = nil, nextAttemptAt: Int? = nil, instanceId: String? = nil
    ) {
        self.kind = kind
        self.step = step
        self.nodeId = nodeId
        self.eventType = eventType
        self.until = until
        self.attempt = attempt
        self.attempts = attempts
        self.nextAttemptAt = nextAttemptAt
        self.instanceId = instanceId
    }

    /// - Parameter type: `nil` where the provider does not tell it.
    public static func event(_ type: String?, step: String, until: Int) -> RunWait {
        RunWait(.event, step: step, eventType: type, until: until)
    }

    public static func sleep(step: String, until: Int) -> RunWait { RunWait(.sleep, step: step, until: until) }

    /// - Parameter attempts: `nil` without a limit.
    public static func retry(step: String, nodeId: String?, attempt: Int, of attempts: Int?, at time: Int) -> RunWait {
        RunWait(.retry, step: step, nodeId: nodeId, attempt: attempt, attempts: attempts, nextAttemptAt: time)
    }

    public static func child(_ instanceId: String, step: String, until: Int) -> RunWait {
        RunWait(.child, step: step, until: until, instanceId: instanceId)
    }
}
