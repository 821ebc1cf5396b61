import PlatformFixtures
import Storage
import Testing

@testable import Platform

@Suite("A database that is closed", .timeLimit(.minutes(10)))
struct ClosedDatabaseTests {
    @Test("Reads and transactions that come after the end fail, and the process lives on", arguments: 1...20)
    func afterwards(round: Int) async throws {
        let storage = try await TestStorage.sqlite.open(in: Installation.newDirectory())
        try await storage.migrate()
        // Some wait for their turn while it closes.
        let waiting = (1...round).map { _ in
            Task { try await storage.transaction { _ = try $0.query("SELECT COUNT(*) AS count FROM projects") } }
        }
        try storage.close()
        for task in waiting {
            if case .failure(let error) = await task.result { #expect(error is StorageError, "\(error)") }
        }
        await #expect(throws: StorageError.self) {
            try await storage.transaction { _ = try $0.query("SELECT COUNT(*) AS count FROM projects") }
        }
        await #expect(throws: StorageError.self) {
            try await storage.read { try $0.query("SELECT COUNT(*) AS count FROM projects").count }
        }
    }
}
