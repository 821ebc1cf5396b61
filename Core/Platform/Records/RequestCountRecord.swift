import Storage

/// A request that counts towards a limit which several servers have in common.
package struct RequestCountRecord: Record {
    package static let table = "request_counts"
    package static let columns = Columns { (column) throws(StorageError) in
        try RequestCountRecord(
            id: column("id", \.id),
            policy: column("policy", \.policy),
            origin: column("origin", \.origin),
            countedAt: column("counted_at", \.countedAt))
    }

    let id: Identifier<RequestCountRecord>
    let policy: String
    /// Whose requests are counted together.
    let origin: String
    let countedAt: Timestamp
}

extension Table where Row == RequestCountRecord {
    /// When those of an origin were counted, the first one first.
    func times(_ policy: String, of origin: String) throws -> [Timestamp] {
        try all("policy = $1 AND origin = $2 ORDER BY counted_at, id", [policy, origin]).map(\.countedAt)
    }

    func deleteOld(_ policy: String, of origin: String, until time: Timestamp) throws {
        try connection.execute(
            "DELETE FROM request_counts WHERE policy = $1 AND origin = $2 AND counted_at <= $3", [policy, origin, time])
    }

    func deleteOld(before time: Timestamp) throws {
        try connection.execute("DELETE FROM request_counts WHERE counted_at < $1", [time])
    }

    func deleteNewest(_ policy: String, of origin: String) throws {
        try connection.execute(
            """
            DELETE FROM request_counts WHERE id = (SELECT id FROM request_counts
                WHERE policy = $1 AND origin = $2 ORDER BY counted_at DESC, id DESC LIMIT 1)
            """, [policy, origin])
    }
}
