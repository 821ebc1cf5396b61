import Foundation
import GRDB
import JSON
import Values

/// An object of a bucket, without its content.
struct ObjectRecord: Sendable {
    let key: String
    /// The name of the file with the content, too.
    let version: String
    let size: Int
    /// The content's MD5 in hexadecimal digits, or ``UploadPart/etag(of:)``.
    let etag: String
    let uploaded: Timestamp
    /// JSON texts.
    let httpMetadata: String
    let customMetadata: String
    let checksums: String

    func json(range: Range<Int>? = nil) throws -> JSONValue {
        .object(
            JSONObject(
                present: ("key", .string(key)), ("version", .string(version)), ("size", .int(size)),
                ("etag", .string(etag)), ("uploaded", .int(uploaded.number)),
                ("httpMetadata", try JSONValue(parsing: httpMetadata)),
                ("customMetadata", try JSONValue(parsing: customMetadata)),
                ("checksums", try JSONValue(parsing: checksums)),
                ("range", range.map { ["offset": .int($0.lowerBound), "length": .int($0.count)] })))
    }
}

extension ObjectRecord {
    init(row: Row) {
        self.init(
            key: String(decoding: row["key"] as Data, as: UTF8.self), version: row["version"], size: row["size"],
            etag: row["etag"], uploaded: row["uploaded"], httpMetadata: row["httpMetadata"],
            customMetadata: row["customMetadata"], checksums: row["checksums"])
    }
}
