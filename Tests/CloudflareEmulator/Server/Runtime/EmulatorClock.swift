import LocalRuntime
import Synchronization
import Values

/// The clock of what runs: tests set it forward, so that sleeps of a year end at once.
final class EmulatorClock: Sendable {
    private let offset = Mutex(Duration.zero)

    var clock: LocalClock {
        LocalClock(
            wall: { LocalClock.system.wall() + self.offset.withLock { $0 } }, steady: LocalClock.system.steady,
            elapsed: { LocalClock.system.elapsed() + self.offset.withLock { $0 } })
    }

    /// - Parameter milliseconds: A century at most, so that times stay in range.
    func advance(by milliseconds: Int) {
        offset.withLock { $0 += .milliseconds(min(max(milliseconds, 0), 3_155_760_000_000)) }
    }
}
