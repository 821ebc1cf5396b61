import Foundation

/// The time, in milliseconds.
package struct LocalClock: Sendable {
    /// Since 1970. It may jump.
    package let wall: @Sendable () -> Int
    /// Since some moment; it never goes back, and stands still while the machine sleeps.
    package let steady: @Sendable () -> Int
    /// Since some moment; it never goes back, and counts the time in which the machine sleeps.
    package let elapsed: @Sendable () -> Int

    package init(
        wall: @escaping @Sendable () -> Int, steady: @escaping @Sendable () -> Int,
        elapsed: @escaping @Sendable () -> Int
    ) {
        self.wall = wall
        self.steady = steady
        self.elapsed = elapsed
    }

    package static let system = LocalClock(
        wall: { Int(Date().timeIntervalSince1970 * 1000) }, steady: { read(CLOCK_MONOTONIC) },
        elapsed: { read(CLOCK_BOOTTIME) })

    private static func read(_ clock: clockid_t) -> Int {
        var time = timespec()
        clock_gettime(clock, &time)
        return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
    }
}
