/// How much of what a service's programs print is written to the server's log too; the runs' own logs have all.
struct LogGate: Sendable {
    /// In each period.
    private static let most = 500
    private static let period = Duration.seconds(10)

    private var begunAt: Duration?
    private var count = 0
    private var omitted = 0

    /// Whether a line is written, and how many were not in the period that has ended.
    /// - Parameter time: Of a steady clock.
    mutating func admit(at time: Duration) -> (isOpen: Bool, omitted: Int) {
        var before = 0
        if begunAt.map({ time - $0 >= Self.period }) ?? true {
            before = omitted
            (begunAt, count, omitted) = (time, 0, 0)
        }
        count += 1
        if count > Self.most { omitted += 1 }
        return (count <= Self.most, before)
    }
}
