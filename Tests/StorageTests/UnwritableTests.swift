import Foundation
import GRDB
import Storage
import Testing

@testable import Platform

@Suite("A database that cannot be written now", .timeLimit(.minutes(10)))
struct UnwritableTests {
    private func failure(of work: () async throws -> Void) async -> StorageError? {
        do {
            try await work()
            return nil
        } catch { return error as? StorageError }
    }

    private func names(in database: Database) async throws -> [String] {
        try await database.storage.read { try $0.query("SELECT name FROM workflows").map { try $0["name"] } }
    }

    @Test("A full disk refuses writes as such, one or many at a time; reads go on, and writes do when there is room")
    func full() async throws {
        try await Database.with { database in
            try await database.insert(database.workflow("before"))
            let limit: Int? = try await database.storage.transaction { connection in
                let pages: Int? = try connection.query("PRAGMA page_count").first?["page_count"]
                return try connection.query("PRAGMA max_page_count = \(pages ?? 1)").first?["max_page_count"]
            }
            #expect(limit != nil)
            let large = String(repeating: "x", count: 1 << 16)
            let failures = await withTaskGroup(of: StorageError?.self) { group in
                for _ in 0..<20 {
                    group.addTask { await failure { try await database.insert(database.workflow(large)) } }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(failures.count == 20 && failures.allSatisfy { $0?.code == "storage.full" }, "\(failures)")
            #expect(try await names(in: database) == ["before"])
            _ = try await database.storage.transaction { try $0.query("PRAGMA max_page_count = 1000000") }
            try await database.insert(database.workflow("after"))
            #expect(try await names(in: database).sorted() == ["after", "before"])
        }
    }

    @Test("What a backup locks is waited for; a lock that stays is reported as such, and everything goes on after it")
    func busy() async throws {
        try await Database.with { database in
            let hasty = try SQLiteDriver(path: database.path, patience: .milliseconds(400))
            let patient = try SQLiteDriver(path: database.path, patience: .seconds(60))
            defer {
                Thread.detachNewThread {
                    try? hasty.close()
                    try? patient.close()
                }
            }
            var configuration = Configuration()
            // It leaves its transaction open from one access to the next.
            configuration.allowsUnsafeTransactions = true
            let other = try DatabaseQueue(path: database.path, configuration: configuration)
            @Sendable func insert(_ name: String, _ storage: SQLiteDriver) async throws {
                let workflow = database.workflow(name)
                try await storage.transaction { try Table(in: $0).insert(workflow) }
            }
            try await other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
            #expect(await failure { try await insert("refused", hasty) }?.code == "storage.busy")
            async let waiting: Void = insert("waited", patient)
            try await other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
            try await waiting
            try await insert("later", hasty)
            #expect(try await names(in: database).sorted() == ["later", "waited"])
        }
    }
}
