import Foundation
import GRDB
import PluginMessages

/// A namespace of keys and values, in an SQLite file. Times are seconds since 1970.
struct KeyValueStore: Sendable {
    struct Entry: Sendable {
        let value: [UInt8]
        /// A JSON text.
        let metadata: String?
    }

    struct Listed: Sendable {
        struct Key: Sendable {
            let name: String
            let expiration: Int?
            let metadata: String?
        }

        let keys: [Key]
        let isComplete: Bool
    }

    private let database: DatabaseQueue

    init(file: URL, megabytes: Int) throws {
        database = try DatabaseQueue(resource: file, megabytes: megabytes)
        var migrator = DatabaseMigrator()
        migrator.registerMigration("initial") { database in
            // Keys as bytes, so that they are in the order of their bytes and a prefix is a range.
            try database.execute(
                sql: """
                    CREATE TABLE entry (key BLOB PRIMARY KEY, value BLOB NOT NULL, metadata TEXT, expiration INTEGER);
                    CREATE INDEX entryByExpiration ON entry (expiration) WHERE expiration IS NOT NULL;
                    """)
        }
        try migrator.migrate(database)
    }

    func get(_ key: String, now: Int) async throws -> Entry? {
        try await database.read { database in
            try Row.fetchOne(
                database.cachedStatement(
                    sql: "SELECT value, metadata FROM entry WHERE key = ? AND (expiration IS NULL OR expiration > ?)"),
                arguments: [Data(key.utf8), now]
            ).map { Entry(value: [UInt8]($0["value"] as Data), metadata: $0["metadata"]) }
        }
    }

    /// - Throws: ``DatabaseLimitReached``
    func put(_ key: String, _ entry: Entry, expiration: Int?, now: Int) async throws {
        do {
            try await database.write { database in
                try database.execute(
                    sql: "INSERT OR REPLACE INTO entry (key, value, metadata, expiration) VALUES (?, ?, ?, ?)",
                    arguments: [Data(key.utf8), Data(entry.value), entry.metadata, expiration])
                try database.execute(sql: "DELETE FROM entry WHERE expiration <= ?", arguments: [now])
            }
        } catch { throw await self.database.explained(error) }
    }

    func delete(_ key: String) async throws {
        try await database.write { database in
            try database.execute(sql: "DELETE FROM entry WHERE key = ?", arguments: [Data(key.utf8)])
        }
    }

    /// In the order of the keys' bytes.
    /// - Parameter start: The first that may be in it.
    func list(prefix: String, from start: Data?, limit: Int, now: Int) async throws -> Listed {
        let lower = Data(prefix.utf8)
        let upper = KeyRange.end(of: lower)
        let found = try await database.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT key, expiration, metadata FROM entry
                    WHERE key >= max(?, ?) AND (? IS NULL OR key < ?) AND (expiration IS NULL OR expiration > ?)
                    ORDER BY key LIMIT ?
                    """, arguments: [lower, start ?? lower, upper, upper, now, limit + 1]
            ).map { row in
                Listed.Key(
                    name: String(decoding: row["key"] as Data, as: UTF8.self), expiration: row["expiration"],
                    metadata: row["metadata"])
            }
        }
        return Listed(keys: Array(found.prefix(limit)), isComplete: found.count <= limit)
    }
}
