import Testing

@testable import LocalRuntime

@Suite("Turns of queries", .timeLimit(.minutes(3)))
struct DatabaseTurnTests {
    /// How many of an owner are at work, were at most, and in all.
    private actor Meter {
        private(set) var now: [String: Int] = [:]
        private(set) var most: [String: Int] = [:]
        private(set) var all: [String: Int] = [:]

        func begin(_ owner: String) {
            now[owner, default: 0] += 1
            all[owner, default: 0] += 1
            most[owner] = max(most[owner, default: 0], now[owner, default: 0])
        }

        func end(_ owner: String) { now[owner, default: 0] -= 1 }
    }

    @Test("So many of a deployment are at work at a time, and all come to their turn")
    func most() async throws {
        let turns = DatabaseTurns()
        let meter = Meter()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<60 {
                let owner = number.isMultiple(of: 2) ? "a" : "b"
                group.addTask {
                    try await turns.turn(of: owner) {
                        await meter.begin(owner)
                        try await Task.sleep(for: .milliseconds(20))
                        await meter.end(owner)
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(await meter.now == ["a": 0, "b": 0])
        #expect(await meter.all == ["a": 30, "b": 30])
        #expect(await meter.most == ["a": DatabaseTurns.most, "b": DatabaseTurns.most])
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
