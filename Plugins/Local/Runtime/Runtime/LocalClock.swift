import Foundation

/// The time. What is not a ``Duration`` is in milliseconds.
package struct LocalClock: Sendable {
    /// Since 1970. It may jump.
    package let wall: @Sendable () -> Int
    /// Since some moment; it never goes back, and stands still while the machine sleeps.
    package let steady: @Sendable () -> Duration
    /// Since some moment; it never goes back, and counts the time in which the machine sleeps.
    package let elapsed: @Sendable () -> Int
    /// Names what `elapsed` counts from: a start of the machine. Empty where that is not known.
    package let boot: String

    package init(
        wall: @escaping @Sendable () -> Int, steady: @escaping @Sendable () -> Duration,
        elapsed: @escaping @Sendable () -> Int, boot: String = ""
    ) {
        self.boot = boot
        self.wall = wall
        self.steady = steady
        self.elapsed = elapsed
    }

    package static let system = LocalClock(
        wall: { Int(Date().timeIntervalSince1970 * 1000) }, steady: { read(CLOCK_MONOTONIC) },
        elapsed: { read(CLOCK_BOOTTIME).milliseconds },
        // random(4).
        boot: (try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8))?
            .trimmingCharacters(in: .whitespacesAndNewlines) ?? "")

    private static func read(_ clock: clockid_t) -> Duration {
        var time = timespec()
        clock_gettime(clock, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}
