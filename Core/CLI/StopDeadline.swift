import Synchronization

/// When the server has to have ended, once it stops.
final class StopDeadline: Sendable {
    /// What the parts that stop after the plugins take: they keep what those reported.
    private static let rest = Duration.seconds(1)

    private let length: Duration
    private let end = Mutex<ContinuousClock.Instant?>(nil)

    /// - Parameter length: Of the whole stop.
    init(length: Duration) { self.length = length }

    /// The stop begins.
    func begin() { end.withLock { $0 = $0 ?? .now + length } }

    /// What plugins may take of it from now on.
    var remaining: Duration {
        let left = end.withLock { $0.map { $0 - .now } } ?? length
        return max(.zero, left - Self.rest)
    }
}
