import Values

/// When a part looks again for what it has to do, and has the alarm ring then.
struct DueTime {
    /// After which it looks, whatever there is to do.
    private static let interval = Duration.seconds(5)

    private let setAlarm: (Timestamp) -> Void
    private var time = Timestamp.distantPast

    /// - Parameter setAlarm: Has ``isDue(_:)`` asked at that time, at the latest.
    init(setAlarm: @escaping (Timestamp) -> Void) { self.setAlarm = setAlarm }

    /// It looks then, at the latest.
    mutating func schedule(at time: Timestamp) {
        self.time = min(self.time, time)
        setAlarm(time)
    }

    /// The wall clock was set: it looks when the alarm rings next.
    mutating func clockSet() { time = .distantPast }

    /// Whether it looks now; the next time is planned.
    mutating func isDue(_ now: Timestamp) -> Bool {
        guard time <= now else { return false }
        time = now + Self.interval
        return true
    }
}
