import Values

/// When it is looked for runs that have been kept long enough.
struct RetentionSchedule: Sendable {
    private static let interval = Duration.seconds(60)

    private var dueAt = Timestamp.distantPast

    /// Whether it is looked for them now; the next time is planned.
    mutating func isDue(_ now: Timestamp) -> Bool {
        let next = now + Self.interval
        // The clock may have jumped back.
        guard dueAt <= now || dueAt > next else { return false }
        dueAt = next
        return true
    }

    /// There are more than went at once: the others at the next poll, so that what runs has its turn.
    mutating func bringForward(to time: Timestamp) { dueAt = time }
}
