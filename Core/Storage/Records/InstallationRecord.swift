/// The mark of a finished first start.
package struct InstallationRecord: Record {
    package static let table = "installation"
    package static let columns = ["id", "key_id", "created_at"]

    /// Of the master key that seals this database.
    package let keyID: String
    package let createdAt: Timestamp

    package init(keyID: String, createdAt: Timestamp) {
        self.keyID = keyID
        self.createdAt = createdAt
    }

    package init(row: SQLRow) throws(StorageError) {
        keyID = try row["key_id"]
        createdAt = try row["created_at"]
    }

    package var values: [any SQLConvertible] { [1, keyID, createdAt] }
}

extension Table where Row == InstallationRecord {
    package func change(keyID: String) throws {
        try connection.execute("UPDATE installation SET key_id = $1 WHERE id = 1", [keyID])
    }

    package func current() throws -> InstallationRecord? { try first("id = $1", [1]) }
}
