import Storage

/// A person who is signed in.
package struct SessionRecord: Record {
    package static let table = "sessions"
    package static let columns = Columns { (column) throws(StorageError) in
        try SessionRecord(
            id: column("id", \.id),
            user: column("user_id", \.user),
            hash: column("hash", \.hash),
            expiresAt: column("expires_at", \.expiresAt),
            createdAt: column("created_at", \.createdAt))
    }

    package let id: SessionID
    package let user: UserID
    /// SHA-256 of the cookie's token, hexadecimal.
    package let hash: String
    package let expiresAt: Timestamp
    package let createdAt: Timestamp
}

extension Table where Row == SessionRecord {
    package func find(_ id: SessionID) throws -> SessionRecord? { try first("id = $1", [id]) }

    package func find(hash: String) throws -> SessionRecord? { try first("hash = $1", [hash]) }

    package func delete(_ id: SessionID) throws { try connection.execute("DELETE FROM sessions WHERE id = $1", [id]) }

    package func deleteAll(of user: UserID) throws {
        try connection.execute("DELETE FROM sessions WHERE user_id = $1", [user])
    }

    package func deleteEnded(at time: Timestamp) throws {
        try connection.execute("DELETE FROM sessions WHERE expires_at <= $1", [time])
    }
}
