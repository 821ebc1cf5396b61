import Foundation
import GRDB
import Values

/// An upload in parts that has not ended.
struct ObjectUpload: Sendable {
    let id: String
    let key: String
    let begun: Timestamp
    /// JSON texts.
    let httpMetadata: String
    let customMetadata: String
}

extension ObjectUpload {
    init(row: Row) {
        self.init(
            id: row["id"], key: String(decoding: row["key"] as Data, as: UTF8.self), begun: row["begun"],
            httpMetadata: row["httpMetadata"], customMetadata: row["customMetadata"])
    }
}
