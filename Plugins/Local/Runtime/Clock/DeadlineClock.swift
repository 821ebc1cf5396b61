import Synchronization
import Values

/// The time by which deadlines are kept: it runs evenly whatever happens to the wall clock,
/// and follows it only when it is told to.
final class DeadlineClock: Sendable {
    private let clock: LocalClock
    /// Milliseconds since 1970 at the start of the machine.
    private let offset: Atomic<Int>

    init(_ clock: LocalClock) {
        self.clock = clock
        offset = Atomic((clock.wall() - clock.elapsed()).number)
    }

    var now: Timestamp { base + clock.elapsed() }

    /// How far the wall clock is ahead.
    var lead: Duration { clock.wall() - now }

    /// What is added to the time since the start of the machine.
    var base: Timestamp { Timestamp(number: offset.load(ordering: .relaxed)) }

    func adjust(by lead: Duration) { offset.wrappingAdd(lead.milliseconds, ordering: .relaxed) }
}
