import Foundation
import Testing

@testable import LocalRuntime

@Suite("Processes that give no sign of life", .timeLimit(.minutes(1)))
struct WorkerPingTests {
    /// Looks once a second for `seconds`, and returns what it came to and when.
    /// - Parameter usage: Of the process after so many seconds.
    private func watch(
        seconds: Int, _ usage: (Int) -> ProcessUsage
    ) -> (loss: FailureOwner, second: Int)? {
        var ping = WorkerPing(at: .zero, usage(0))
        for second in 1...seconds {
            let end = ping.look(
                at: .seconds(second), usage(second), cpuLimit: .seconds(10), idleLimit: .seconds(100))
            if let end { return (end.loss, second) }
        }
        return nil
    }

    @Test("One that computes exceeds its limit, and so does one that waits for nothing")
    func programs() throws {
        let computing = try #require(watch(seconds: 200) { ProcessUsage(cpu: .seconds($0)) })
        #expect(computing.loss == .limit && computing.second == 10)
        let blocked = try #require(watch(seconds: 200) { _ in ProcessUsage() })
        #expect(blocked.loss == .limit && blocked.second == 100)
    }

    @Test("Time in which it got no processor does not count, however long")
    func starved() throws {
        let starved = watch(seconds: 10_000) { ProcessUsage(starved: .seconds($0)) }
        #expect(starved?.loss == nil)
        // A tenth of a processor: it is the CPU time that counts.
        let slow = try #require(
            watch(seconds: 10_000) { second in
                ProcessUsage(cpu: .milliseconds(second * 100), starved: .milliseconds(second * 900))
            })
        #expect(slow.loss == .limit && slow.second == 100)
        let afterwards = try #require(watch(seconds: 10_000) { ProcessUsage(starved: .seconds(min($0, 500))) })
        #expect(afterwards.loss == .limit && afterwards.second == 600)
    }

    @Test("One that was stopped, or waits for memory, is ended on behalf of the machine")
    func heldUp() throws {
        let stopped = try #require(watch(seconds: 200) { ProcessUsage(isStopped: $0 > 0) })
        #expect(stopped.loss == .machine && stopped.second == 100)
        let swapped = try #require(watch(seconds: 200) { ProcessUsage(faults: $0) })
        #expect(swapped.loss == .machine && swapped.second == 100)
        // Half of the time it could have responded.
        let both = try #require(watch(seconds: 400) { ProcessUsage(isStopped: $0 <= 50) })
        #expect(both.loss == .limit && both.second == 150)
    }

    @Test("The kernel counts how long a process waits for a processor")
    func kernel() throws {
        let usage = try #require(ProcessUsage(of: getpid()))
        #expect(usage.cpu > .zero && !usage.isStopped)
        #expect(ProcessUsage(of: 0) == nil)
    }
}
