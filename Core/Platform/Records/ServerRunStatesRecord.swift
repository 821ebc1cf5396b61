import Storage

/// Up to where the runs of a connection are known that are on the disk of one server.
package struct ServerRunStatesRecord: Record {
    package static let table = "server_run_states"
    package static let columns = Columns { (column) throws(StorageError) in
        try ServerRunStatesRecord(
            connection: column("connection_id", \.connection),
            server: column("server_id", \.server),
            cursor: column("cursor", \.cursor),
            updatedAt: column("updated_at", \.updatedAt))
    }

    package let connection: ConnectionID
    package let server: String
    /// As the provider on the server wrote it.
    package var cursor: String
    package var updatedAt: Timestamp
}

extension Table where Row == ServerRunStatesRecord {
    func find(_ id: ConnectionID, on server: String) throws -> ServerRunStatesRecord? {
        try first("connection_id = $1 AND server_id = $2", [id, server])
    }

    func save(_ cursor: String, of id: ConnectionID, on server: String) throws {
        guard try find(id, on: server)?.cursor != cursor else { return }
        // A connection that was deleted meanwhile has none.
        guard try Table<ConnectionRecord>(in: connection).first("id = $1", [id]) != nil else { return }
        try connection.execute(
            "DELETE FROM server_run_states WHERE connection_id = $1 AND server_id = $2", [id, server])
        try insert(ServerRunStatesRecord(connection: id, server: server, cursor: cursor, updatedAt: .now))
    }
}
