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
    /// Of one that the server cannot do without.
    static let longestPauseOfStorage = Duration.seconds(5)

    /// Whether it is started again however often it ends: nobody could turn on the server's storage again.
    let isStorage: Bool
    private var ends: [ContinuousClock.Instant] = []

    init(isStorage: Bool = false) { self.isStorage = isStorage }

    mutating func ended(at now: ContinuousClock.Instant) -> Decision {
        ends = ends.filter { $0.duration(to: now) < Self.window } + [now]
        guard ends.count < Self.most || isStorage else { return .off }
        let longest = isStorage ? Self.longestPauseOfStorage : Self.longestPause
        return .again(after: min(longest, Self.firstPause * (1 << min(ends.count - 1, 10))))
    }

    /// Forgets what was: an operator has started it again.
    mutating func reset() { ends = [] }
}
