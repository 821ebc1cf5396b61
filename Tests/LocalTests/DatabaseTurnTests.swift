import Synchronization
import Testing

@testable import LocalRuntime

@Suite("Turns of queries", .timeLimit(.minutes(3)))
struct DatabaseTurnTests {
    private struct Count {
        var now = 0
        var most = 0
        var all = 0
    }

    @Test("So many of a deployment are at work at a time, and all come to their turn")
    func most() async throws {
        let turns = DatabaseTurns()
        let counts = Mutex(["a": Count(), "b": Count()])
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<60 {
                let owner = number.isMultiple(of: 2) ? "a" : "b"
                group.addTask {
                    try await turns.turn(of: owner) {
                        counts.withLock { counts in
                            counts[owner]?.now += 1
                            counts[owner]?.all += 1
                            counts[owner]?.most = max(counts[owner]?.most ?? 0, counts[owner]?.now ?? 0)
                        }
                        try await Task.sleep(for: .milliseconds(20))
                        counts.withLock { $0[owner]?.now -= 1 }
                    }
                }
            }
            try await group.waitForAll()
        }
        for count in counts.withLock({ Array($0.values) }) {
            #expect(count.now == 0 && count.all == 30 && count.most == DatabaseTurns.most)
        }
    }

    @Test("What is cancelled while it waits is not done, and passes its turn on")
    func cancelled() async throws {
        let turns = DatabaseTurns()
        let held = (0..<DatabaseTurns.most).map { _ in
            Task { try await turns.turn(of: "a") { try await Task.sleep(for: .milliseconds(300)) } }
        }
        try await Task.sleep(for: .milliseconds(100))
        let waiting = Task { try await turns.turn(of: "a") { true } }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        for task in held { try await task.value }
        #expect(try await turns.turn(of: "a") { true })
    }
}
