import Foundation
import GRDB

/// A bucket of objects: an index in SQLite, and a file for each content.
struct BucketStore: Sendable {
    private let index: DatabaseQueue
    let files: ObjectFiles

    init(folder: URL) throws {
        index = try DatabaseQueue(resource: folder.appending(path: "index.sqlite"))
        files = try ObjectFiles(folder: folder.appending(path: "objects"))
        var migrator = DatabaseMigrator()
        migrator.registerMigration("initial") { database in
            try database.execute(
                sql: """
                    CREATE TABLE object (
                        key BLOB PRIMARY KEY, version TEXT NOT NULL, size INTEGER NOT NULL, etag TEXT NOT NULL,
                        uploaded INTEGER NOT NULL, httpMetadata TEXT NOT NULL, customMetadata TEXT NOT NULL
                    )
                    """)
        }
        try migrator.migrate(index)
        try removeOrphans()
    }

    func object(_ key: String) async throws -> ObjectRecord? {
        try await index.read { database in try Self.object(key, in: database) }
    }

    /// Names the content as an object's. The content that was there is gone, or, where the conditions do not hold,
    /// the new one is.
    /// - Returns: `false` then.
    func put(_ object: ObjectRecord, onlyIf conditions: ObjectConditions?) async throws -> Bool {
        let (isPut, gone) = try await index.write { database -> (Bool, String?) in
            let previous = try Self.object(object.key, in: database)
            guard conditions?.hold(for: previous) ?? true else { return (false, object.version) }
            try database.execute(
                sql: """
                    INSERT OR REPLACE INTO object (key, version, size, etag, uploaded, httpMetadata, customMetadata)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    Data(object.key.utf8), object.version, object.size, object.etag, object.uploaded,
                    object.httpMetadata, object.customMetadata,
                ])
            return (true, previous?.version)
        }
        if let gone { files.remove([gone]) }
        return isPut
    }

    func delete(_ keys: [String]) async throws {
        let gone = try await index.write { database in
            try keys.compactMap { key in
                let version = try Self.object(key, in: database)?.version
                try database.execute(sql: "DELETE FROM object WHERE key = ?", arguments: [Data(key.utf8)])
                return version
            }
        }
        files.remove(gone)
    }

    /// Objects in the order of their keys, and, with a delimiter, the common beginnings of those that have it.
    func list(_ request: ObjectListing.Request) async throws -> ObjectListing {
        try await index.read { database in try ObjectListing(request, in: database) }
    }

    private static func object(_ key: String, in database: Database) throws -> ObjectRecord? {
        try Row.fetchOne(database, sql: "SELECT * FROM object WHERE key = ?", arguments: [Data(key.utf8)])
            .map(ObjectRecord.init(row:))
    }

    /// Contents that no object has: of uploads that were interrupted.
    private func removeOrphans() throws {
        let known = try index.read { database in try String.fetchSet(database, sql: "SELECT version FROM object") }
        files.remove(try files.names.filter { !known.contains($0) })
    }
}
