/// When a plugin's process that ended is started again.
struct RestartPolicy: Sendable {
    enum Decision: Equatable {
        case again(after: Duration)
        /// It ended too often in a short time.
        case off
    }

    /// So many ends within ``window`` turn a plugin off.
    static let most = 5
    static let window = Duration.seconds(300)
    static let firstPause = Duration.milliseconds(100)
    static let longestPause = Duration.seconds(30)

    private var ends: [ContinuousClock.Instant] = []

    mutating func ended(at now: ContinuousClock.Instant) -> Decision {
        ends = ends.filter { $0.duration(to: now) < Self.window } + [now]
        guard ends.count < Self.most else { return .off }
        return .again(after: min(Self.longestPause, Self.firstPause * (1 << (ends.count - 1))))
    }

    /// Forgets what was: an operator has started it again.
    mutating func reset() { ends = [] }
}
