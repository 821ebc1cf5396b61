import Values

/// By which clock the deadlines in the journal are: what it was set to while no server ran is found with it.
struct JournalClock: Sendable, Equatable {
    /// The time at the start of the machine, as the wall clock had it.
    let base: Timestamp
    /// Which start of the machine that is (``LocalClock/boot``).
    let boot: String
    /// When a server last ran.
    let seenAt: Timestamp

    /// How far deadlines have to move with a clock that was set since: zero where nothing is known of that.
    /// - Parameters:
    ///   - now: By the wall clock.
    ///   - base: As it is now.
    func lead(now: Timestamp, base: Timestamp, boot: String) -> Duration {
        if !boot.isEmpty, boot == self.boot { return base - self.base }
        // The machine was started again, or it is another. A time that is not yet is that of a clock which went back since.
        return min(.zero, now - seenAt)
    }
}
