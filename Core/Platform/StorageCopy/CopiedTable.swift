import Storage

/// A table of the schema, and what tells its rows from each other.
package struct CopiedTable: Sendable {
    package let name: String
    /// The columns of its primary key, whose order is the order of the rows.
    let key: [String]

    private init(_ name: String, _ key: String...) {
        self.name = name
        self.key = key
    }

    /// Every table but those of the migrations and of what servers have in common while they run, those that others refer to first. ``mark`` is the last.
    package static let all = [
        CopiedTable("organizations", "id"), CopiedTable("users", "id"),
        CopiedTable("memberships", "organization_id", "user_id"), CopiedTable("projects", "id"),
        CopiedTable("api_keys", "id"), CopiedTable("workflows", "id"), CopiedTable("versions", "id"),
        CopiedTable("connections", "id"), CopiedTable("variables", "id"), CopiedTable("credentials", "id"),
        CopiedTable("deployments", "id"), CopiedTable("runs", "id"), CopiedTable("sessions", "id"),
        CopiedTable("invitations", "id"),
        CopiedTable("audit_log", "id"), CopiedTable("idempotency", "id"), CopiedTable("packages", "node", "version"),
        CopiedTable("node_installations", "organization_id", "node", "version"),
        CopiedTable("plugin_switches", "plugin"), CopiedTable("deploy_configs", "workflow_id", "connection_id"),
        CopiedTable("run_states", "connection_id"), CopiedTable("deleted_runs", "deployment_id", "instance_id"),
        CopiedTable("run_jobs", "id"), CopiedTable("webhooks", "id"), CopiedTable("webhook_deliveries", "id"),
        CopiedTable("drafts", "workflow_id"), CopiedTable("layouts", "workflow_id"),
        CopiedTable("plugin_states", "plugin", "owner", "name"),
        CopiedTable("server_run_states", "connection_id", "server_id"), CopiedTable("key_rotation", "id"), mark,
    ]

    /// Without its row a database has no installation: a copy that was interrupted is not taken for a whole one.
    static let mark = CopiedTable("installation", "id")

    /// - Parameter last: The key of the row before; `nil` begins with the first.
    /// - Returns: The rows that follow in the order of the key, at most `limit`.
    func rows(after last: [SQLValue]?, limit: Int, in database: any SQLConnection) throws -> [SQLRow] {
        let columns = key.joined(separator: ", ")
        let places = (1...key.count).map { "$\($0)" }.joined(separator: ", ")
        let place = last == nil ? "" : "WHERE (\(columns)) > (\(places)) "
        let sql = "SELECT * FROM \(name) \(place)ORDER BY \(columns) LIMIT $\((last?.count ?? 0) + 1)"
        return try database.query(sql, (last ?? []).map { AnyValue(sql: $0) } + [limit])
    }

    func key(of row: SQLRow) throws -> [SQLValue] {
        try key.map { column in
            guard let value = row.byColumn[column] else { throw StorageError.column(column, "is not in \(name)") }
            return value
        }
    }

    func insert(_ row: SQLRow, in database: any SQLConnection) throws {
        let places = (1...row.columns.count).map { "$\($0)" }.joined(separator: ", ")
        try database.execute(
            "INSERT INTO \(name) (\(row.columns.joined(separator: ", "))) VALUES (\(places))",
            row.values.map { AnyValue(sql: $0) })
    }

    func count(in database: any SQLConnection) throws -> Int {
        try database.query("SELECT COUNT(*) AS count FROM \(name)")[0]["count"]
    }

    /// A value as a column has it, whatever it is.
    private struct AnyValue: SQLConvertible {
        let sql: SQLValue

        init(sql: SQLValue) { self.sql = sql }
    }
}
