import Values

/// When queues and schedules are due, and which of them are under way.
struct TriggerState: Sendable {
    /// After which they are looked at, whatever there is to do.
    private static let interval = Duration.seconds(5)

    var polls = QueuePolls()
    /// Services whose schedules' handlers run.
    private var firing: Set<String> = []
    private var dueAt = Timestamp.distantPast

    /// They are looked at then, at the latest.
    mutating func bringForward(to time: Timestamp) { dueAt = min(dueAt, time) }

    /// Whether they are looked at now; the next time is planned.
    mutating func isDue(_ now: Timestamp) -> Bool {
        guard dueAt <= now else { return false }
        dueAt = now + Self.interval
        return true
    }

    func isFiring(_ service: String) -> Bool { firing.contains(service) }
    mutating func beginFiring(_ service: String) { firing.insert(service) }
    mutating func endFiring(_ service: String) { firing.remove(service) }
}
