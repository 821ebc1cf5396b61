import Storage

@testable import Platform

/// Two workflows, with two versions each, that were deployed to two connections, and what their runs are made of.
struct ListedRuns {
    let database: Database
    let workflows: [String]
    /// Every other one is the first workflow's.
    let versions: [String]
    let connections: [String]
    /// The workflow, version and connection of each.
    let deployments: [(id: String, workflow: String, version: String, connection: String?)]

    init(in database: Database) async throws {
        self.database = database
        let own = [database.workflow("First", at: 1), database.workflow("Second", at: 2)]
        for workflow in own { try await database.insert(workflow) }
        workflows = own.map(\.id.text)
        versions = ["v0", "v1", "v2", "v3"]
        connections = ["c0", "c1"]
        var deployments: [(id: String, workflow: String, version: String, connection: String?)] = []
        for (index, version) in versions.enumerated() {
            for connection in connections + [nil] {
                deployments.append(
                    ("\(version)-\(connection ?? "none")", workflows[index % 2], version, connection))
            }
        }
        self.deployments = deployments
        for connection in connections { _ = try await self.connection(connection) }
        let (workflows, versions) = (workflows, versions)
        let inserted = deployments
        _ = try await database.storage.transaction { connection in
            for (index, version) in versions.enumerated() {
                try connection.execute(
                    """
                    INSERT INTO versions (id, workflow_id, number, ir, artifact, target, locked, created_at)
                    VALUES ($1, $2, $3, '{}', '{}', 'none', 1, 1)
                    """, [version, workflows[index % 2], index + 1])
            }
            for deployment in inserted {
                try connection.execute(
                    """
                    INSERT INTO deployments (id, organization_id, project_id, workflow_id, version_id, connection_id,
                        status, notes, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, 'superseded', '[]', 1, 1)
                    """,
                    [
                        deployment.id, database.organization, database.project, deployment.workflow, deployment.version,
                        deployment.connection,
                    ])
            }
        }
    }

    /// - Returns: The id of another one.
    func connection(_ name: String) async throws -> String {
        let organization = database.organization
        _ = try await database.storage.transaction {
            try $0.execute(
                """
                INSERT INTO connections (id, organization_id, provider, name, credentials, credential_names, created_at,
                    updated_at) VALUES ($1, $2, 'here', $1, '', '[]', 1, 1)
                """, [name, organization])
        }
        return name
    }

    func insert(_ runs: [RunRecord]) async throws {
        _ = try await database.storage.transaction { connection in
            for run in runs { try Table(in: connection).insert(run) }
        }
    }
}
