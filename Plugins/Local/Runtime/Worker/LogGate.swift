/// How much of what a service's programs print is written to the server's log too; the runs' own logs have all.
struct LogGate: Sendable {
    /// In each period.
    private static let most = 500
    /// Milliseconds.
    private static let period = 10_000

    private var begunAt = Int.min
    private var count = 0
    private var omitted = 0

    /// Whether a line is written, and how many were not in the period that has ended.
    /// - Parameter time: Milliseconds of a steady clock.
    mutating func admit(at time: Int) -> (isOpen: Bool, omitted: Int) {
        var before = 0
        if begunAt == .min || time - begunAt >= Self.period {
            before = omitted
            (begunAt, count, omitted) = (time, 0, 0)
        }
        count += 1
        if count > Self.most { omitted += 1 }
        return (count <= Self.most, before)
    }
}
