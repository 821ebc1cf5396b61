/// A step of the schema. Once released it is never edited: a change is another migration.
package struct Migration: Sendable {
    package let name: String
    package let statements: [String]

    package init(_ name: String, _ statements: [String]) {
        self.name = name
        self.statements = statements
    }

    /// Every migration, in the order in which they run.
    package static let all = [
        initialSchema, peopleSchema, marketplace, deployConfigs, restarts, runLists, repeatedRequests, runStates,
        deletedRuns, runJobs, deployedVariables, keyReach, sessionSources, credentials, tokenKeys,
    ]
}

extension StorageDriver {
    /// Brings the schema up to date; each migration runs once, whole or not at all.
    /// - Throws: ``StorageError/newerSchema(_:)`` when the database has migrations that this program does not know.
    package func migrate(_ migrations: [Migration] = Migration.all) async throws {
        try await transaction { database in
            try database.execute(
                "CREATE TABLE IF NOT EXISTS schema_migrations (name TEXT PRIMARY KEY, applied_at BIGINT NOT NULL)")
            let applied: [String] = try database.query("SELECT name FROM schema_migrations ORDER BY name")
                .map { try $0["name"] }
            let unknown = Set(applied).subtracting(migrations.map(\.name))
            guard unknown.isEmpty else { throw StorageError.newerSchema(unknown.sorted()) }
        }
        for migration in migrations {
            try await transaction { database in
                let isApplied = try !database.query(
                    "SELECT name FROM schema_migrations WHERE name = $1", [migration.name]
                ).isEmpty
                guard !isApplied else { return }
                for statement in migration.statements { try database.execute(statement) }
                try database.execute(
                    "INSERT INTO schema_migrations (name, applied_at) VALUES ($1, $2)", [migration.name, Timestamp.now])
            }
        }
    }
}
