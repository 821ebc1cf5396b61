import PlatformFixtures
import Storage
import Synchronization
import Testing

@testable import Platform

@Suite("The first transaction of a request", .timeLimit(.minutes(10)))
struct FirstTransactionTests {
    private struct Refused: Error {}

    /// Counts how often its check was made.
    private func checked(
        _ storage: any StorageDriver, refuses: Bool = false, _ body: () async throws -> Void
    ) async throws -> Int {
        let count = Mutex(0)
        let first = FirstTransaction { _ in
            count.withLock { $0 += 1 }
            if refuses { throw Refused() }
        } after: { _ in
        }
        do { try await FirstTransaction.$current.withValue(first) { try await body() } } catch is Refused {}
        return count.withLock { $0 }
    }

    private func write(_ storage: any StorageDriver) async throws {
        _ = try await storage.transaction { try $0.execute("UPDATE projects SET description = 'changed'") }
    }

    @Test("One transaction has the check, however many run at a time")
    func once() async throws {
        try await Installation.with { installation in
            let storage = installation.platform.storage
            let count = try await checked(storage) {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<20 { group.addTask { try await write(storage) } }
                    try await group.waitForAll()
                }
                try await write(storage)
            }
            #expect(count == 1)
        }
    }

    @Test("After one that failed the next is checked")
    func afterFailure() async throws {
        try await Installation.with { installation in
            let storage = installation.platform.storage
            let count = try await checked(storage, refuses: true) {
                try? await write(storage)
                try await write(storage)
            }
            #expect(count == 2)
        }
    }

    @Test("A task that goes on after the request has none of it")
    func without() async throws {
        try await Installation.with { installation in
            let storage = installation.platform.storage
            let count = try await checked(storage) {
                let task = FirstTransaction.without { Task { try await write(storage) } }
                try await task.value
            }
            #expect(count == 0)
        }
    }
}
