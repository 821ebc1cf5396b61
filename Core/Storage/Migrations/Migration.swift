import Values

/// A step of the schema. Once released it is never edited: a change is another migration.
package struct Migration: Sendable {
    package let name: String
    package let statements: [String]
    /// What the statements cannot do: fills new columns.
    let fill: @Sendable (any SQLConnection) throws -> Void

    package init(
        _ name: String, _ statements: [String], fill: @escaping @Sendable (any SQLConnection) throws -> Void = { _ in }
    ) {
        self.name = name
        self.statements = statements
        self.fill = fill
    }

    /// Every migration, in the order in which they run.
    package static let all = [
        initialSchema, peopleSchema, marketplace, deployConfigs, restarts, runLists, repeatedRequests, runStates,
        deletedRuns, runJobs, deployedVariables, keyReach, sessionSources, versionAuthors, auditAddresses, webhooks,
        credentials, tokenKeys, foldedNames, servers, drafts, schedules, webhookTurns, testRuns, severalServers,
        packageContents, skippedSleeps, runStatistics, sharedWork, deploymentServers, serverRunStates, keyRotation,
        runFilters,
    ]
}

extension StorageDriver {
    /// Brings the schema up to date, in one transaction: of servers that start at the same time on one database one
    /// migrates, and the others wait for it and find nothing to do.
    /// - Parameter version: Of this program; kept with each migration that it runs, for programs that do not know it.
    /// - Throws: ``StorageError/newerSchema(_:version:)`` when the database has migrations that this program does not know.
    package func migrate(
        _ migrations: [Migration] = Migration.all, version: String = MillraceRelease.version
    ) async throws {
        try await transaction { database in
            try database.execute(
                "CREATE TABLE IF NOT EXISTS schema_migrations (name TEXT PRIMARY KEY, applied_at BIGINT NOT NULL)")
            try database.execute(
                "CREATE TABLE IF NOT EXISTS schema_versions (name TEXT PRIMARY KEY, version TEXT NOT NULL)")
            let applied = try Self.applied(migrations, in: database)
            for migration in migrations where !applied.contains(migration.name) {
                for statement in migration.statements { try database.execute(statement) }
                try migration.fill(database)
                try database.execute(
                    "INSERT INTO schema_migrations (name, applied_at) VALUES ($1, $2)", [migration.name, Timestamp.now])
                try database.execute(
                    "INSERT INTO schema_versions (name, version) VALUES ($1, $2)", [migration.name, version])
            }
        }
    }

    /// Whether every migration has run. Nothing is changed; the database has been migrated once.
    /// - Throws: ``StorageError/newerSchema(_:version:)`` as ``migrate(_:version:)`` does.
    package func isCurrent(_ migrations: [Migration] = Migration.all) async throws -> Bool {
        try await read { try Self.applied(migrations, in: $0).count == migrations.count }
    }

    private static func applied(
        _ migrations: [Migration], in database: any SQLConnection
    ) throws -> Set<String> {
        let applied: Set<String> = try Set(
            database.query("SELECT name FROM schema_migrations").map { try $0["name"] })
        let unknown = applied.subtracting(migrations.map(\.name))
        guard unknown.isEmpty else {
            let versions: [(String, String)] = try database.query("SELECT name, version FROM schema_versions")
                .map { (try $0["name"], try $0["version"]) }
            throw StorageError.newerSchema(unknown.sorted(), version: SchemaVersions.newest(of: unknown, versions))
        }
        return applied
    }
}
