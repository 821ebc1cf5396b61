import Storage

/// The mark of a finished first start.
package struct InstallationRecord: Record {
    package static let table = "installation"
    package static let columns = Columns { (column) throws(StorageError) in
        try InstallationRecord(
            id: column("id", \.id),
            keyID: column("key_id", \.keyID),
            createdAt: column("created_at", \.createdAt))
    }

    /// Always 1: a database has one.
    var id = 1
    /// Of the master key that seals this database.
    package let keyID: String
    package let createdAt: Timestamp
}

extension Table where Row == InstallationRecord {
    package func change(keyID: String) throws {
        try connection.execute("UPDATE installation SET key_id = $1 WHERE id = 1", [keyID])
    }

    package func current() throws -> InstallationRecord? { try first("id = $1", [1]) }
}
