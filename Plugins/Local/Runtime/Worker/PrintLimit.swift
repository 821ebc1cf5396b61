import Foundation
import Synchronization

/// What the processes of a deployment print, which one rate limits together. Each waits in a thread of its own.
final class PrintLimit: Sendable {
    private let meter: Mutex<OutputMeter>
    private let counters: RuntimeCounters
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant

    init(linesPerSecond: Int, counters: RuntimeCounters) {
        meter = Mutex(OutputMeter(linesPerSecond: linesPerSecond, time: .zero))
        self.counters = counters
        start = clock.now
    }

    /// Returns when more may be read of a process that has printed lines of so many bytes: meanwhile its pipe fills, and the
    /// program waits.
    func wait(after printed: [Int]) {
        guard !printed.isEmpty else { return }
        let time = start.duration(to: clock.now)
        let pause = meter.withLock { $0.pause(after: printed, time: time) }
        guard pause > .zero else { return }
        counters.delayedPrints(by: pause)
        Thread.sleep(forTimeInterval: pause / .seconds(1))
    }
}
