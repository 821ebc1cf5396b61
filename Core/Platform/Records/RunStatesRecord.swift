import Storage

/// Up to where the runs of a connection are known.
package struct RunStatesRecord: Record {
    package static let table = "run_states"
    package static let columns = Columns { (column) throws(StorageError) in
        try RunStatesRecord(
            connection: column("connection_id", \.connection),
            cursor: column("cursor", \.cursor),
            updatedAt: column("updated_at", \.updatedAt))
    }

    package let connection: ConnectionID
    /// As its provider wrote it.
    package var cursor: String
    package var updatedAt: Timestamp
}

extension Table where Row == RunStatesRecord {
    package func find(_ id: ConnectionID) throws -> RunStatesRecord? { try first("connection_id = $1", [id]) }

    package func save(_ cursor: String, of id: ConnectionID) throws {
        guard let before = try find(id) else {
            // A connection that was deleted meanwhile has none.
            guard try Table<ConnectionRecord>(in: connection).first("id = $1", [id]) != nil else { return }
            return try insert(RunStatesRecord(connection: id, cursor: cursor, updatedAt: .now))
        }
        guard before.cursor != cursor else { return }
        var record = before
        record.cursor = cursor
        record.updatedAt = .now
        try update(record, from: before)
    }
}
