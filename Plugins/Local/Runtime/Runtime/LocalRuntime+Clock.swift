import PluginMessages

// The wall clock of a machine may be set, also while no server runs. What waits for a length of time keeps it; a date is a
// date.
extension LocalRuntime {
    /// Milliseconds that a clock is corrected by now and then without anybody having set it. Several such add up.
    private static let drift = 1_000
    /// After which the journal has again when the server ran.
    private static let sightingInterval = 60_000

    /// Follows the wall clock. Deadlines in memory and in the journal move with it, in one turn of this actor: none is
    /// set by one clock and moved by the other.
    func followClock() {
        let step = time.lead
        time.adjust(by: step)
        unmovedLead += step
        guard abs(unmovedLead) > Self.drift else { return }
        let lead = unmovedLead
        unmovedLead = 0
        report(lead)
        commits.add([.clockSet(by: lead, journalClock)])
        live.clockSet(by: lead)
        triggers.bringForward(to: 0)
        commitSoon(after: nil)
    }

    /// Moves the deadlines in the journal by what the clock was set to since the last server ran.
    func followClockOfLastServer() async throws {
        let last = try await journal.clock()
        unmovedLead = last.lead(now: now, base: time.base, boot: configuration.clock.boot)
        let lead = abs(unmovedLead) > Self.drift ? unmovedLead : 0
        unmovedLead -= lead
        if lead != 0 { report(lead) }
        try await journal.follow(journalClock, by: lead)
        clockSeenAt = now
    }

    /// Keeps when the server ran, for a start of the machine with an earlier clock.
    func noteClock() async {
        guard abs(now - clockSeenAt) >= Self.sightingInterval else { return }
        await saveClock()
    }

    func saveClock() async {
        clockSeenAt = now
        // Of no harm: the next one is soon, and what cannot be written is reported elsewhere.
        try? await journal.follow(journalClock)
    }

    /// That of the deadlines, which small corrections have not moved.
    private var journalClock: JournalClock {
        JournalClock(base: time.base - unmovedLead, boot: configuration.clock.boot, seenAt: now)
    }

    private func report(_ lead: Int) {
        observer.log(
            .warning,
            """
            The machine's clock was set \(lead > 0 ? "forward" : "back") by \(abs(lead) / 1000) seconds. What waits for a \
            length of time keeps it.
            """)
    }
}
