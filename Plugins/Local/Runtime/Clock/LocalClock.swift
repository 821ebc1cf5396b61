import Foundation
import Values

/// The time.
package struct LocalClock: Sendable {
    /// It may jump.
    package let wall: @Sendable () -> Timestamp
    /// Since some moment; it never goes back, and stands still while the machine sleeps.
    package let steady: @Sendable () -> Duration
    /// Since some moment; it never goes back, and counts the time in which the machine sleeps.
    package let elapsed: @Sendable () -> Duration
    /// Names what `elapsed` counts from: a start of the machine. Empty where that is not known.
    package let boot: String

    package init(
        wall: @escaping @Sendable () -> Timestamp, steady: @escaping @Sendable () -> Duration,
        elapsed: @escaping @Sendable () -> Duration, boot: String = ""
    ) {
        self.boot = boot
        self.wall = wall
        self.steady = steady
        self.elapsed = elapsed
    }

    package static let system = LocalClock(
        wall: { .now }, steady: { read(CLOCK_MONOTONIC) },
        elapsed: { read(CLOCK_BOOTTIME) },
        // random(4).
        boot: (try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8))?
            .trimmingCharacters(in: .whitespacesAndNewlines) ?? "")

    private static func read(_ clock: clockid_t) -> Duration {
        var time = timespec()
        clock_gettime(clock, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}
