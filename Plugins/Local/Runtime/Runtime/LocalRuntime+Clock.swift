import PluginMessages

// The wall clock of a machine may be set, also while no server runs. What waits for a length of time keeps it; a date is a
// date.
extension LocalRuntime {
    /// Follows the wall clock. Deadlines in memory and in the journal move with it, in one turn of this actor: none is
    /// set by one clock and moved by the other.
    func followClock() {
        let step = time.lead
        time.adjust(by: step)
        let lead = clockCorrections.add(step)
        guard lead != .zero else { return }
        report(lead)
        commits.add([.clockSet(by: lead, journalClock)])
        live.clockSet(by: lead)
        triggers.bringForward(to: .distantPast)
        commitSoon(after: nil)
    }

    /// Moves the deadlines in the journal by what the clock was set to since the last server ran.
    func followClockOfLastServer() async throws {
        let last = try await journal.clock()
        let lead = clockCorrections.add(last.lead(now: now, base: time.base, boot: configuration.clock.boot))
        if lead != .zero { report(lead) }
        try await journal.follow(journalClock, by: lead)
        clockCorrections.noteSighting(now)
    }

    func noteClock() async {
        if clockCorrections.isSightingDue(now) { await saveClock() }
    }

    func saveClock() async {
        clockCorrections.noteSighting(now)
        // Of no harm: the next one is soon, and what cannot be written is reported elsewhere.
        try? await journal.follow(journalClock)
    }

    /// That of the deadlines, which small corrections have not moved.
    private var journalClock: JournalClock {
        JournalClock(base: time.base - clockCorrections.unmoved, boot: configuration.clock.boot, seenAt: now)
    }

    private func report(_ lead: Duration) {
        observer.log(
            .warning,
            """
            The machine's clock was set \(lead > .zero ? "forward" : "back") by \(abs(lead.components.seconds)) seconds. \
            Sleeps and time limits keep their length.
            """)
    }
}
