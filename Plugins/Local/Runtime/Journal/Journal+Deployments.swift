import GRDB
import JSON
import Values

extension Journal {
    func save(_ deployment: LocalDeployment, now: Timestamp) async throws {
        defer { deployments.forget() }
        try await database.write { database in
            try database.execute(
                sql: "INSERT OR REPLACE INTO deployment (id, service, details, createdAt) VALUES (?, ?, ?, ?)",
                arguments: [deployment.id, deployment.service, deployment.json.text, now])
            try Self.saveTriggers(of: deployment, in: database, now: now)
        }
    }

    /// Changes a deployment as it is kept, whoever else changes it meanwhile; its triggers and runs stay.
    /// - Returns: It as it is then; `nil` when it was removed.
    func change(
        _ id: String, _ body: @Sendable @escaping (inout LocalDeployment) -> Void
    ) async throws -> LocalDeployment? {
        defer { deployments.forget() }
        return try await database.write { database in
            guard var deployment = try Self.deployments(in: database, "WHERE id = ?", [id]).first else { return nil }
            body(&deployment)
            try database.execute(
                sql: "UPDATE deployment SET details = ? WHERE id = ?", arguments: [deployment.json.text, id])
            return deployment
        }
    }

    func deployment(_ id: String) async throws -> LocalDeployment? {
        let (known, changes) = deployments.known(id)
        if let known { return known }
        let found = try await read { database in try Self.deployments(in: database, "WHERE id = ?", [id]).first }
        if let found { deployments.keep(found, asOf: changes) }
        return found
    }

    /// The one that new instances of a service begin with.
    func newestDeployment(service: String) async throws -> LocalDeployment? {
        try await read { database in
            try Self.deployments(
                in: database, "WHERE service = ? ORDER BY createdAt DESC, rowid DESC LIMIT 1", [service]
            )
            .first
        }
    }

    func deploymentIds(service: String) async throws -> [String] {
        try await read { database in
            try String.fetchAll(database, sql: "SELECT id FROM deployment WHERE service = ?", arguments: [service])
        }
    }

    func deleteDeployments(_ ids: [String]) async throws {
        defer { deployments.forget() }
        try await database.write { database in
            for id in ids { try database.execute(sql: "DELETE FROM deployment WHERE id = ?", arguments: [id]) }
            try Self.deleteTriggersWithoutDeployment(in: database)
        }
    }

    /// Deployments that newer ones replaced and that no instance needs any more.
    func retiredDeployments() async throws -> [String] {
        try await read { database in
            try String.fetchAll(
                database,
                sql: """
                    SELECT old.id FROM deployment AS old
                    WHERE EXISTS (
                        SELECT 1 FROM deployment AS new WHERE new.service = old.service
                        AND (new.createdAt, new.rowid) > (old.createdAt, old.rowid))
                    AND NOT EXISTS (
                        SELECT 1 FROM instance WHERE deployment = old.id
                        AND status IN ('queued', 'running', 'waiting', 'paused'))
                    """)
        }
    }

    private static func deployments(
        in database: Database, _ condition: String, _ arguments: StatementArguments
    ) throws -> [LocalDeployment] {
        try rows("SELECT id, service, details FROM deployment \(condition)", arguments, in: database).map { row in
            try LocalDeployment(
                id: row["id"], service: row["service"], json: JSONValue(parsing: row["details"] as String))
        }
    }
}
