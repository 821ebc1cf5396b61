/// A person who is signed in.
package struct SessionRecord: Record {
    package static let table = "sessions"
    package static let columns = ["id", "user_id", "hash", "expires_at", "created_at"]

    package let id: SessionID
    package let user: UserID
    /// SHA-256 of the cookie's token, hexadecimal.
    package let hash: String
    package let expiresAt: Timestamp
    package let createdAt: Timestamp

    package init(id: SessionID, user: UserID, hash: String, expiresAt: Timestamp, createdAt: Timestamp) {
        self.id = id
        self.user = user
        self.hash = hash
        self.expiresAt = expiresAt
        self.createdAt = createdAt
    }

    package init(row: SQLRow) throws(StorageError) {
        id = try row["id"]
        user = try row["user_id"]
        hash = try row["hash"]
        expiresAt = try row["expires_at"]
        createdAt = try row["created_at"]
    }

    package var values: [any SQLConvertible] { [id, user, hash, expiresAt, createdAt] }
}

package typealias SessionID = Identifier<SessionRecord>

extension Table where Row == SessionRecord {
    package func find(hash: String) throws -> SessionRecord? { try first("hash = $1", [hash]) }

    package func delete(_ id: SessionID) throws { try connection.execute("DELETE FROM sessions WHERE id = $1", [id]) }

    package func deleteAll(of user: UserID) throws {
        try connection.execute("DELETE FROM sessions WHERE user_id = $1", [user])
    }

    package func deleteEnded(at time: Timestamp) throws {
        try connection.execute("DELETE FROM sessions WHERE expires_at <= $1", [time])
    }
}
