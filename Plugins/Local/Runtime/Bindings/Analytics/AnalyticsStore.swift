import Foundation
import GRDB
import Values

/// A dataset: points are appended to an SQLite file.
struct AnalyticsStore: Sendable {
    private let database: DatabaseQueue

    init(file: URL, megabytes: Int) throws {
        database = try DatabaseQueue(resource: file, megabytes: megabytes)
        var migrator = DatabaseMigrator()
        migrator.registerMigration("initial") { database in
            // With the names that Cloudflare's SQL API has for them; blobs and doubles are JSON arrays.
            try database.execute(
                sql: """
                    CREATE TABLE point (timestamp INTEGER NOT NULL, index1 TEXT, blobs TEXT NOT NULL, doubles TEXT NOT NULL);
                    CREATE INDEX pointByTimestamp ON point (timestamp);
                    """)
        }
        try migrator.migrate(database)
    }

    /// - Throws: ``DatabaseLimitReached``
    func write(index: String?, blobs: String, doubles: String, now: Timestamp) async throws {
        do {
            try await database.write { database in
                try database.execute(
                    sql: "INSERT INTO point (timestamp, index1, blobs, doubles) VALUES (?, ?, ?, ?)",
                    arguments: [now, index, blobs, doubles])
            }
        } catch { throw await self.database.explained(error) }
    }
}
