import Synchronization

/// The time by which deadlines are kept, in milliseconds since 1970: it runs evenly whatever happens to the wall clock,
/// and follows it only when it is told to.
final class DeadlineClock: Sendable {
    private let clock: LocalClock
    private let offset: Atomic<Int>

    init(_ clock: LocalClock) {
        self.clock = clock
        offset = Atomic(clock.wall() - clock.elapsed())
    }

    var now: Int { clock.elapsed() + offset.load(ordering: .relaxed) }

    /// How far the wall clock is ahead.
    var lead: Int { clock.wall() - now }

    /// What is added to the time since the start of the machine.
    var base: Int { offset.load(ordering: .relaxed) }

    func adjust(by milliseconds: Int) { offset.wrappingAdd(milliseconds, ordering: .relaxed) }
}
