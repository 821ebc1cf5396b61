import TestSupport
import Testing

@testable import LocalRuntime

@Suite("Turns of queries", .timeLimit(.minutes(3)))
struct DatabaseTurnTests {
    /// How many of an owner are at work, were at most, and in all. They are at work until it is opened.
    private actor Meter {
        private(set) var now: [String: Int] = [:]
        private(set) var most: [String: Int] = [:]
        private(set) var all: [String: Int] = [:]
        private var isOpen = false
        private var held: [CheckedContinuation<Void, Never>] = []

        func work(_ owner: String) async {
            now[owner, default: 0] += 1
            all[owner, default: 0] += 1
            most[owner] = max(most[owner, default: 0], now[owner, default: 0])
            if !isOpen { await withCheckedContinuation { held.append($0) } }
            now[owner, default: 0] -= 1
        }

        func open() {
            isOpen = true
            for continuation in held { continuation.resume() }
            held = []
        }
    }

    @Test("So many of a deployment are at work at a time, and all come to their turn")
    func most() async throws {
        let turns = DatabaseTurns()
        let meter = Meter()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<60 {
                let owner = number.isMultiple(of: 2) ? "a" : "b"
                group.addTask { try await turns.turn(of: owner) { await meter.work(owner) } }
            }
            do {
                for owner in ["a", "b"] {
                    try await eventually("those at work for \(owner)", equals: DatabaseTurns.most) {
                        await meter.now[owner, default: 0]
                    }
                    try await eventually("those that wait for \(owner)", equals: 30 - DatabaseTurns.most) {
                        turns.waiting(of: owner)
                    }
                }
            } catch {
                // The group waits for them.
                await meter.open()
                throw error
            }
            await meter.open()
            try await group.waitForAll()
        }
        #expect(await meter.now == ["a": 0, "b": 0])
        #expect(await meter.all == ["a": 30, "b": 30])
        #expect(await meter.most == ["a": DatabaseTurns.most, "b": DatabaseTurns.most])
    }

    @Test("What is cancelled while it waits is not done, and passes its turn on")
    func cancelled() async throws {
        let turns = DatabaseTurns()
        let meter = Meter()
        let held = (0..<DatabaseTurns.most).map { _ in
            Task { try await turns.turn(of: "a") { await meter.work("a") } }
        }
        try await eventually("those at work", equals: DatabaseTurns.most) { await meter.now["a", default: 0] }
        let cancelled = Task { try await turns.turn(of: "a") { await meter.work("cancelled") } }
        try await eventually("one that waits", equals: 1) { turns.waiting(of: "a") }
        let next = Task { try await turns.turn(of: "a") { await meter.work("next") } }
        try await eventually("two that wait", equals: 2) { turns.waiting(of: "a") }
        cancelled.cancel()
        await meter.open()
        await #expect(throws: CancellationError.self) { try await cancelled.value }
        try await next.value
        for task in held { try await task.value }
        #expect(await meter.all == ["a": DatabaseTurns.most, "next": 1])
        #expect(turns.waiting(of: "a") == 0)
    }
}
