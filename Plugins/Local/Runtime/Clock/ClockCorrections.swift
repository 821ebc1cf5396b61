import Values

/// What the wall clock was set by and deadlines have not moved by yet, and when the journal was told of it.
struct ClockCorrections: Sendable {
    /// By which a clock is corrected now and then without anybody having set it. Several such add up.
    private static let drift = Duration.seconds(1)
    /// After which the journal has again when the server ran.
    private static let sightingInterval = Duration.seconds(60)

    private(set) var unmoved = Duration.zero
    private var seenAt = Timestamp(number: 0)

    /// - Returns: By how much deadlines move now, which is zero while the clock has only drifted.
    mutating func add(_ lead: Duration) -> Duration {
        unmoved += lead
        guard max(unmoved, .zero - unmoved) > Self.drift else { return .zero }
        defer { unmoved = .zero }
        return unmoved
    }

    /// Whether the journal should be told when the server ran, for a start of the machine with an earlier clock.
    func isSightingDue(_ now: Timestamp) -> Bool { max(now - seenAt, seenAt - now) >= Self.sightingInterval }

    mutating func noteSighting(_ now: Timestamp) { seenAt = now }
}
