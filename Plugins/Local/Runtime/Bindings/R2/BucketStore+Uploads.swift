import Foundation
import GRDB
import PluginMessages
import Values

// Uploads in parts. Their parts are files apart from the objects' until they are complete.
extension BucketStore {
    /// Those that took too long are forgotten.
    func begin(_ upload: ObjectUpload) async throws {
        let gone = try await index.write { database in
            try database.execute(
                sql: "INSERT INTO upload (id, key, begun, httpMetadata, customMetadata) VALUES (?, ?, ?, ?, ?)",
                arguments: [
                    upload.id, Data(upload.key.utf8), upload.begun, upload.httpMetadata, upload.customMetadata,
                ])
            return try Self.forgetUploads(begunBefore: upload.begun - UploadLimits.time, in: database)
        }
        parts.remove(gone)
    }

    /// - Throws: `local.r2` when it is unknown or has ended.
    func upload(_ id: String, of key: String, now: Timestamp) async throws -> ObjectUpload {
        try await index.read { database in try Self.upload(id, of: key, now: now, in: database) }
    }

    func uploadedParts(of upload: ObjectUpload) async throws -> [UploadPart] {
        try await index.read { database in try Self.uploadedParts(of: upload, in: database) }
    }

    /// Takes the place of one of the same number.
    /// - Throws: `local.r2` when the upload has ended; the part's content is gone then.
    func add(_ part: UploadPart, to upload: ObjectUpload, now: Timestamp) async throws {
        do {
            let replaced = try await index.write { database in
                _ = try Self.upload(upload.id, of: upload.key, now: now, in: database)
                let replaced = try String.fetchOne(
                    database, sql: "SELECT file FROM part WHERE upload = ? AND number = ?",
                    arguments: [upload.id, part.number])
                try database.execute(
                    sql: "INSERT OR REPLACE INTO part (upload, number, file, size, etag) VALUES (?, ?, ?, ?, ?)",
                    arguments: [upload.id, part.number, part.file, part.size, part.etag])
                return replaced
            }
            if let replaced { parts.remove([replaced]) }
        } catch {
            parts.remove([part.file])
            throw error
        }
    }

    /// Puts the object in place and ends the upload.
    /// - Parameter chosen: What the object was made of.
    /// - Throws: `local.r2` when the upload has ended or a part was replaced meanwhile; the object's content is gone
    ///   then.
    func complete(_ upload: ObjectUpload, with chosen: [UploadPart], as object: ObjectRecord) async throws {
        do {
            let (previous, gone) = try await index.write { database in
                _ = try Self.upload(upload.id, of: upload.key, now: object.uploaded, in: database)
                let uploaded = Set(try Self.uploadedParts(of: upload, in: database).map(\.file))
                guard chosen.allSatisfy({ uploaded.contains($0.file) }) else { throw Self.replacedPart }
                let previous = try Self.place(object, in: database)
                return (previous, try Self.forget([upload.id], in: database))
            }
            if let previous { files.remove([previous]) }
            parts.remove(gone)
        } catch {
            files.remove([object.version])
            throw error
        }
    }

    /// - Throws: `local.r2` when it is unknown or has ended.
    func abort(_ id: String, of key: String, now: Timestamp) async throws {
        let gone = try await index.write { database in
            let upload = try Self.upload(id, of: key, now: now, in: database)
            return try Self.forget([upload.id], in: database)
        }
        parts.remove(gone)
    }

    static var replacedPart: PluginFailure {
        BucketLimits.refusal("complete: a part was replaced in the meantime (10025)")
    }

    /// - Returns: The files of their parts.
    static func forgetUploads(begunBefore time: Timestamp, in database: Database) throws -> [String] {
        try forget(
            String.fetchAll(database, sql: "SELECT id FROM upload WHERE begun < ?", arguments: [time]), in: database)
    }

    private static func forget(_ ids: [String], in database: Database) throws -> [String] {
        try ids.flatMap { id in
            let files = try String.fetchAll(
                database, sql: "SELECT file FROM part WHERE upload = ?", arguments: [id])
            try database.execute(sql: "DELETE FROM upload WHERE id = ?", arguments: [id])
            return files
        }
    }

    private static func upload(
        _ id: String, of key: String, now: Timestamp, in database: Database
    ) throws -> ObjectUpload {
        let row = try Row.fetchOne(
            database, sql: "SELECT * FROM upload WHERE id = ? AND key = ? AND begun >= ?",
            arguments: [id, Data(key.utf8), now - UploadLimits.time])
        guard let row else {
            throw BucketLimits.refusal(
                "the upload is unknown: it was completed, aborted, begun over 7 days ago, or is another key's (10024)"
            )
        }
        return ObjectUpload(row: row)
    }

    private static func uploadedParts(of upload: ObjectUpload, in database: Database) throws -> [UploadPart] {
        try Row.fetchAll(database, sql: "SELECT * FROM part WHERE upload = ?", arguments: [upload.id])
            .map(UploadPart.init(row:))
    }
}
