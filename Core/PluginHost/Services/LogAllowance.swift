/// How many lines a plugin may log: a flood of them would fill the server's log, and nobody would find another one's.
struct LogAllowance: Sendable {
    /// Lines at once, and lines a second after that.
    static let most = 1000
    static let perSecond = 50

    private var left = most
    private var filled: ContinuousClock.Instant?
    private var dropped = 0

    /// - Returns: Whether a line may be logged, and how many were dropped before it; 1 for the first that is dropped, since
    ///   none may come after it.
    mutating func take(at now: ContinuousClock.Instant) -> (isAllowed: Bool, dropped: Int) {
        let seconds = filled.map { $0.duration(to: now) / .seconds(1) } ?? 0
        let gained = Int(min(seconds * Double(Self.perSecond), Double(Self.most)))
        if filled == nil || gained > 0 {
            filled = now
            left = min(Self.most, left + gained)
        }
        guard left > 0 else {
            dropped += 1
            return (false, dropped == 1 ? 1 : 0)
        }
        left -= 1
        defer { dropped = 0 }
        return (true, dropped)
    }
}
