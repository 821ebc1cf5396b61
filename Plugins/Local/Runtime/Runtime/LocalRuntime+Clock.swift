import PluginMessages

// The wall clock of a machine may be set. What waits for a length of time keeps it; a date is a date.
extension LocalRuntime {
    /// Milliseconds that a clock is corrected by now and then without anybody having set it.
    private static let drift = 1_000

    /// Follows the wall clock. Deadlines in memory and in the journal move with it, in one turn of this actor: none is
    /// set by one clock and moved by the other.
    func followClock() {
        let lead = time.lead
        time.adjust(by: lead)
        guard abs(lead) > Self.drift else { return }
        observer.log(
            .warning,
            """
            The machine's clock was set \(lead > 0 ? "forward" : "back") by \(abs(lead) / 1000) seconds. What waits for a \
            length of time keeps it.
            """)
        commits.add([.clockSet(by: lead)])
        live.clockSet(by: lead)
        triggers.bringForward(to: 0)
        commitSoon(after: nil)
    }
}
