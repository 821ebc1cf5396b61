import Foundation
import GRDB
import Values

/// A bucket of objects: an index in SQLite, and a file for each content.
struct BucketStore: Sendable {
    let folder: URL
    let index: DatabaseQueue
    let files: ObjectFiles
    /// Of uploads.
    let parts: ObjectFiles

    init(folder: URL, now: Timestamp) throws {
        self.folder = folder
        index = try DatabaseQueue(resource: folder.appending(path: "index.sqlite"))
        files = try ObjectFiles(folder: folder.appending(path: "objects"))
        parts = try ObjectFiles(folder: folder.appending(path: "parts"))
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
        migrator.registerMigration("uploads") { database in
            try database.execute(
                sql: """
                    ALTER TABLE object ADD COLUMN checksums TEXT NOT NULL DEFAULT '{}';
                    UPDATE object SET checksums = json_object('md5', etag);
                    CREATE TABLE upload (
                        id TEXT PRIMARY KEY, key BLOB NOT NULL, begun INTEGER NOT NULL, httpMetadata TEXT NOT NULL,
                        customMetadata TEXT NOT NULL
                    );
                    CREATE TABLE part (
                        upload TEXT NOT NULL REFERENCES upload (id) ON DELETE CASCADE, number INTEGER NOT NULL,
                        file TEXT NOT NULL, size INTEGER NOT NULL, etag TEXT NOT NULL, PRIMARY KEY (upload, number)
                    );
                    """)
        }
        try migrator.migrate(index)
        try removeOrphans(now: now)
    }

    /// Of all objects and the parts of uploads.
    func bytes() async throws -> Int {
        try await index.read { database in
            try Int.fetchOne(
                database,
                sql: """
                    SELECT (SELECT coalesce(sum(size), 0) FROM object) + (SELECT coalesce(sum(size), 0) FROM part)
                    """) ?? 0
        }
    }

    func object(_ key: String) async throws -> ObjectRecord? {
        try await index.read { database in try Self.object(key, in: database) }
    }

    /// Names the content as an object's. The content that was there is gone, or, where the conditions do not hold,
    /// the new one is.
    /// - Returns: `false` then.
    func put(_ object: ObjectRecord, onlyIf conditions: ObjectConditions?) async throws -> Bool {
        let (isPut, gone) = try await index.write { database -> (Bool, String?) in
            guard try conditions?.hold(for: Self.object(object.key, in: database)) ?? true else {
                return (false, object.version)
            }
            return (true, try Self.place(object, in: database))
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

    /// - Returns: The version that it takes the place of.
    static func place(_ object: ObjectRecord, in database: Database) throws -> String? {
        let previous = try Self.object(object.key, in: database)?.version
        try database.execute(
            sql: """
                INSERT OR REPLACE INTO object
                    (key, version, size, etag, uploaded, httpMetadata, customMetadata, checksums)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                Data(object.key.utf8), object.version, object.size, object.etag, object.uploaded, object.httpMetadata,
                object.customMetadata, object.checksums,
            ])
        return previous
    }

    private static func object(_ key: String, in database: Database) throws -> ObjectRecord? {
        let statement = try database.cachedStatement(sql: "SELECT * FROM object WHERE key = ?")
        return try Row.fetchOne(statement, arguments: [Data(key.utf8)]).map(ObjectRecord.init(row:))
    }

    /// Contents that no object and no upload has: of what was interrupted, and of uploads that took too long.
    private func removeOrphans(now: Timestamp) throws {
        let (versions, uploaded) = try index.write { database in
            _ = try Self.forgetUploads(begunBefore: now - UploadLimits.time, in: database)
            return (
                try String.fetchSet(database, sql: "SELECT version FROM object"),
                try String.fetchSet(database, sql: "SELECT file FROM part")
            )
        }
        files.remove(try files.names.filter { !versions.contains($0) })
        parts.remove(try parts.names.filter { !uploaded.contains($0) })
    }
}
