import Storage

/// A change that a server has made which does not lead, until the one that does has told it.
package struct FeedChangeRecord: Record {
    package static let table = "feed_changes"
    package static let columns = Columns { (column) throws(StorageError) in
        try FeedChangeRecord(
            id: column("id", \.id),
            project: column("project_id", \.project),
            path: column("path", \.path),
            requestID: column("request_id", \.requestID),
            createdAt: column("created_at", \.createdAt))
    }

    /// Counts up: transactions that write run one after the other.
    let id: Int
    let project: ProjectID
    /// Of the request.
    let path: String
    let requestID: String
    let createdAt: Timestamp
}

extension Table where Row == FeedChangeRecord {
    func newest() throws -> Int {
        try connection.query("SELECT COALESCE(MAX(id), 0) AS newest FROM feed_changes")[0]["newest"]
    }

    /// Adds a change under the next id, in one statement: the lock of all that write is held meanwhile.
    func add(path: String, requestID: String, in project: ProjectID, at time: Timestamp) throws {
        try connection.execute(
            """
            INSERT INTO feed_changes (id, project_id, path, request_id, created_at)
                SELECT COALESCE(MAX(id), 0) + 1, $1, $2, $3, $4 FROM feed_changes
            """, [project, path, requestID, time])
    }

    /// Those after an id, the first ones first.
    func all(after id: Int, limit: Int) throws -> [FeedChangeRecord] {
        try all("id > $1 ORDER BY id LIMIT $2", [id, limit])
    }

    /// The newest one stays, so that ids go on.
    func deleteOld(before time: Timestamp) throws {
        try connection.execute(
            "DELETE FROM feed_changes WHERE created_at < $1 AND id < (SELECT MAX(id) FROM feed_changes)", [time])
    }
}
