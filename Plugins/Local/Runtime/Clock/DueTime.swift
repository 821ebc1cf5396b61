import Values

/// When a part looks again for what it has to do.
struct DueTime: Sendable {
    /// After which it looks, whatever there is to do.
    private static let interval = Duration.seconds(5)

    private var time = Timestamp.distantPast

    /// It looks then, at the latest.
    mutating func bringForward(to time: Timestamp) { self.time = min(self.time, time) }

    /// Whether it looks now; the next time is planned.
    mutating func isDue(_ now: Timestamp) -> Bool {
        guard time <= now else { return false }
        time = now + Self.interval
        return true
    }
}
