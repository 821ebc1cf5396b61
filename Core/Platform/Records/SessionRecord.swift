import Storage

/// A person who is signed in.
package struct SessionRecord: ListedRecord {
    package static let table = "sessions"
    package static let columns = Columns { (column) throws(StorageError) in
        try SessionRecord(
            id: column("id", \.id),
            user: column("user_id", \.user),
            hash: column("hash", \.hash),
            expiresAt: column("expires_at", \.expiresAt),
            address: column("address", \.address),
            agent: column("user_agent", \.agent),
            createdAt: column("created_at", \.createdAt))
    }

    package let id: SessionID
    package let user: UserID
    /// SHA-256 of the cookie's token, hexadecimal.
    package let hash: String
    package let expiresAt: Timestamp
    /// Where it was begun; `nil` for one of an earlier version.
    package let address: String?
    /// What the program of the person called itself.
    package let agent: String?
    package let createdAt: Timestamp
}

extension Table where Row == SessionRecord {
    package func find(_ id: SessionID) throws -> SessionRecord? { try first("id = $1", [id]) }

    package func find(hash: String) throws -> SessionRecord? { try first("hash = $1", [hash]) }

    package func delete(_ id: SessionID) throws { try connection.execute("DELETE FROM sessions WHERE id = $1", [id]) }

    package func page(_ request: PageRequest, of user: UserID, at time: Timestamp) throws -> Page<SessionRecord> {
        try page(request, "user_id = $1 AND expires_at > $2", [user, time])
    }

    /// - Parameter kept: `nil` deletes all.
    package func deleteAll(of user: UserID, but kept: SessionID? = nil) throws {
        try connection.execute("DELETE FROM sessions WHERE user_id = $1 AND id <> $2", [user, kept?.text ?? ""])
    }

    package func deleteEnded(at time: Timestamp) throws {
        try connection.execute("DELETE FROM sessions WHERE expires_at <= $1", [time])
    }
}
