import Foundation
import GRDB
import TestSupport
import Testing

@testable import LocalRuntime

@Suite("Journal")
struct JournalTests {
    @Test("What is committed survives a power cut: the log is synchronized with every commit")
    func synchronous() throws {
        let folder = try TemporaryFolder()
        let journal = try Journal(folder: folder.url)
        let full = 2
        #expect(try journal.database.write { try Int.fetchOne($0, sql: "PRAGMA synchronous") } == full)
        #expect(try journal.database.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") } == "wal")
        try journal.close()
    }
}

extension Journal {
    /// How SQLite carries a query out.
    func plan(of query: String) async throws -> [String] {
        try await database.read { database in
            try Row.fetchAll(database, sql: "EXPLAIN QUERY PLAN " + query).map { $0["detail"] }
        }
    }
}
