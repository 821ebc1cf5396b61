import GRDB
import Values

// Instances whose time has come, in fair turns.
extension Journal {
    struct Due: Sendable {
        let id: InstanceID
        let connection: String
        fileprivate let wakeAt: Timestamp
    }

    /// Instances whose time has come: of each connection in turn, the longest waiting first.
    func due(now: Timestamp, limit: Int) async throws -> [Due] {
        try await read { database in
            var due = try Self.due(now: now, limit: limit + 1, in: database)
            // Those of one connection may stand before all others.
            if due.count > limit { due = try Self.dueByDeployment(now: now, limit: limit, in: database) }
            return Self.roundRobin(due, limit: limit)
        }
    }

    private static let connection = """
        (SELECT json_extract(details, '$.account') FROM deployment WHERE id = instance.deployment) AS connection
        """

    private static func due(now: Timestamp, limit: Int, in database: Database) throws -> [Due] {
        let sql = """
            SELECT service, name, wakeAt, \(connection) FROM instance WHERE wakeAt <= ? ORDER BY wakeAt LIMIT ?
            """
        return try Row.fetchAll(database.cachedStatement(sql: sql), arguments: [now, limit]).map(Due.init)
    }

    /// Reads no more than `limit` of each deployment, however many there are.
    private static func dueByDeployment(now: Timestamp, limit: Int, in database: Database) throws -> [Due] {
        // From one deployment to the next in the index, not through all instances.
        let deployments = try String.fetchAll(
            database,
            sql: """
                WITH RECURSIVE found (id) AS (
                    SELECT min(deployment) FROM instance WHERE wakeAt IS NOT NULL
                    UNION ALL
                    SELECT (SELECT min(deployment) FROM instance WHERE wakeAt IS NOT NULL AND deployment > found.id)
                    FROM found WHERE found.id IS NOT NULL
                )
                SELECT id FROM found WHERE id IS NOT NULL
                """)
        let sql = """
            SELECT service, name, wakeAt, \(connection) FROM instance
            WHERE deployment = ? AND wakeAt <= ? ORDER BY wakeAt LIMIT ?
            """
        let statement = try database.cachedStatement(sql: sql)
        return try deployments.flatMap { try Row.fetchAll(statement, arguments: [$0, now, limit]).map(Due.init) }
            .sorted { $0.wakeAt < $1.wakeAt }
    }

    /// - Parameter due: The longest waiting first.
    private static func roundRobin(_ due: [Due], limit: Int) -> [Due] {
        var ranks: [String: Int] = [:]
        let places = due.map { one in
            ranks[one.connection, default: 0] += 1
            return ranks[one.connection] ?? 0
        }
        return zip(places, due).enumerated().sorted { ($0.element.0, $0.offset) < ($1.element.0, $1.offset) }
            .prefix(limit).map(\.element.1)
    }
}

extension Journal.Due {
    fileprivate init(_ row: Row) {
        self.init(
            id: InstanceID(service: row["service"], name: row["name"]), connection: row["connection"] ?? "",
            wakeAt: row["wakeAt"])
    }
}
