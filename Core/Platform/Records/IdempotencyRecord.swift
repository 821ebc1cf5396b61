import Storage

/// A request that may be sent again under its key, and its answer.
package struct IdempotencyRecord: Record {
    package static let table = "idempotency"
    package static let columns = Columns { (column) throws(StorageError) in
        try IdempotencyRecord(
            id: column("id", \.id),
            request: column("request", \.request),
            answer: column("answer", \.answer),
            createdAt: column("created_at", \.createdAt),
            server: column("server", \.server),
            changedAt: column("changed_at", \.changedAt))
    }

    /// Of the caller and the key, hashed.
    package let id: String
    /// Of the request, hashed.
    package let request: String
    /// Sealed; `nil` while the request is being carried out.
    package var answer: String?
    package let createdAt: Timestamp
    /// The process that carries it out, or has.
    package var server: String
    /// When its change was committed; `nil` before, and for a request that does nothing twice when it is executed again.
    package var changedAt: Timestamp?
}

extension Table where Row == IdempotencyRecord {
    package func find(_ id: String) throws -> IdempotencyRecord? { try first("id = $1", [id]) }

    package func delete(_ id: String) throws { try connection.execute("DELETE FROM idempotency WHERE id = $1", [id]) }

    /// - Parameter server: The one that executes it.
    package func delete(_ id: String, of server: String) throws {
        try connection.execute("DELETE FROM idempotency WHERE id = $1 AND server = $2", [id, server])
    }

    /// - Returns: Whether the server is still the one that executes it.
    package func noteChange(of id: String, by server: String, at time: Timestamp) throws -> Bool {
        try connection.execute(
            "UPDATE idempotency SET changed_at = $1 WHERE id = $2 AND server = $3", [time, id, server]) > 0
    }

    package func deleteOld(before time: Timestamp) throws {
        try connection.execute("DELETE FROM idempotency WHERE created_at < $1", [time])
    }
}
