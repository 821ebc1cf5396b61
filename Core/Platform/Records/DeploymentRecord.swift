import PluginMessages
import Storage

/// A deploy of a version to a connection, and what became of it.
package struct DeploymentRecord: ListedRecord {
    package static let table = "deployments"
    package static let columns = Columns { (column) throws(StorageError) in
        try DeploymentRecord(
            id: column("id", \.id),
            organization: column("organization_id", \.organization),
            project: column("project_id", \.project),
            workflow: column("workflow_id", \.workflow),
            version: column("version_id", \.version),
            connection: column("connection_id", \.connection),
            status: column("status", \.status),
            serviceName: column("service_name", \.serviceName),
            url: column("url", \.url),
            reference: column("reference", \.reference),
            notes: column("notes", \.notes),
            error: column("error", \.error),
            createdAt: column("created_at", \.createdAt),
            updatedAt: column("updated_at", \.updatedAt),
            variables: column.large("variables", \.variables),
            tokenKey: column("token_key", \.tokenKey),
            testDocument: column.large("test_document", \.testDocument),
            skippedNodes: column.large("skipped_nodes", \.skippedNodes),
            server: column("server_id", \.server),
            serverName: column("server_name", \.serverName))
    }

    package let id: DeploymentID
    package let organization: OrganizationID
    package let project: ProjectID
    package let workflow: WorkflowID
    /// `nil` when the version was deleted since.
    package var version: VersionID?
    /// `nil` when the connection was deleted since.
    package var connection: ConnectionID?
    /// `deploying`, `active`, `superseded`, `failed` or `removed`; `test` for what a test runs, which no list shows.
    package var status: String
    package var serviceName: String?
    package var url: String?
    /// JSON: how the provider finds it again.
    package var reference: String?
    /// JSON: an array of strings.
    package var notes: String
    /// JSON: why it failed.
    package var error: String?
    package let createdAt: Timestamp
    package var updatedAt: Timestamp
    /// Sealed; `nil` for a deploy of an earlier release.
    package var variables: String?
    /// SHA-256 of the key with which the program asks for tokens; `nil` for one that does not.
    package var tokenKey: String?
    /// JSON: the document that a test runs; `nil` for a deployment of a version.
    package var testDocument: String?
    /// JSON: an array of the ids of the nodes whose sleeps a test skips; `nil` for none.
    package var skippedNodes: String?
    /// The server whose disk has it; `nil` where that does not matter.
    package var server: String?
    /// For people.
    package var serverName: String?
}

extension Table where Row == DeploymentRecord {
    package func find(_ id: DeploymentID) throws -> DeploymentRecord? { try first("id = $1", [id]) }

    /// What is deployed to a connection, or about to be.
    package func inUse(on connection: ConnectionID) throws -> [DeploymentRecord] {
        try all("connection_id = $1 AND status IN ('active', 'deploying')", [connection])
    }

    /// Whether a version is deployed, or about to be.
    package func isInUse(_ version: VersionID) throws -> Bool {
        try first("version_id = $1 AND status IN ('active', 'deploying')", [version]) != nil
    }

    /// What is deployed now.
    package func active(of workflow: WorkflowID, on connection: ConnectionID) throws -> DeploymentRecord? {
        try first("workflow_id = $1 AND connection_id = $2 AND status = 'active'", [workflow, connection])
    }

    /// Whether a run's deployment, or one that took its place, was taken down.
    package func isTakenDown(sinceThatOf run: RunRecord) throws -> Bool {
        guard let own = try find(run.deployment), let connection = own.connection else { return false }
        return try first(
            """
            workflow_id = $1 AND connection_id = $2 AND status = 'removed' AND (created_at, id) >= ($3, $4)
            """, [own.workflow, connection, own.createdAt, own.id]) != nil
    }

    /// What is deployed to a connection as a service.
    package func active(service: String, on connection: ConnectionID) throws -> DeploymentRecord? {
        try first("connection_id = $1 AND service_name = $2 AND status = 'active'", [connection, service])
    }

    /// Newest first.
    package func active(of workflow: WorkflowID) throws -> [DeploymentRecord] {
        try all("workflow_id = $1 AND status = 'active' ORDER BY created_at DESC, id DESC", [workflow])
    }

    /// What is or was deployed under a service's name, newest first.
    package func all(as service: String, in organization: OrganizationID) throws -> [DeploymentRecord] {
        try all(
            "service_name = $1 AND organization_id = $2 ORDER BY created_at DESC, id DESC", [service, organization])
    }

    /// Deployments of a workflow that later ones replaced and whose runs go on, newest first.
    package func superseded(of workflow: WorkflowID, limit: Int) throws -> [DeploymentRecord] {
        let unended = RunStatus.allCases.filter { !$0.isTerminal }.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        return try all(
            """
            workflow_id = $1 AND status = 'superseded' AND (
                EXISTS (
                    SELECT 1 FROM runs WHERE runs.version_id = deployments.version_id
                    AND runs.connection_id = deployments.connection_id AND runs.deployment_id = deployments.id
                    AND runs.status IN (\(unended)))
                OR deployments.connection_id IS NULL AND EXISTS (
                    SELECT 1 FROM runs WHERE runs.version_id = deployments.version_id AND runs.connection_id IS NULL
                    AND runs.deployment_id = deployments.id AND runs.status IN (\(unended))))
            ORDER BY created_at DESC, id DESC LIMIT \(limit)
            """, [workflow])
    }

    /// The organizations that have deployments whose variables are known.
    package func organizations() throws -> [OrganizationID] {
        try connection.query("SELECT DISTINCT organization_id FROM deployments WHERE \(Self.hasKnownVariables)")
            .map { try $0["organization_id"] }
    }

    /// The workflows of an organization that have such deployments.
    package func workflows(of organization: OrganizationID) throws -> [WorkflowID] {
        try connection.query(
            "SELECT DISTINCT workflow_id FROM deployments WHERE organization_id = $1 AND \(Self.hasKnownVariables)",
            [organization]
        ).map { try $0["workflow_id"] }
    }

    private static var hasKnownVariables: String { "status IN ('active', 'superseded') AND variables IS NOT NULL" }

    package func page(
        _ request: PageRequest, of workflow: WorkflowID, _ filter: RowFilter = .all
    ) throws -> Page<DeploymentRecord> {
        try page(request, "workflow_id = $1 AND status <> 'test'", [workflow], filter)
    }

    package func page(
        _ request: PageRequest, of project: ProjectID, _ filter: RowFilter = .all
    ) throws -> Page<DeploymentRecord> {
        try page(request, "project_id = $1 AND status <> 'test'", [project], filter)
    }

    /// What is on a server and not in use any more: what failed or was taken down, and what is replaced by what is on another
    /// server.
    package func left(on server: String, _ ids: [String]) throws -> [DeploymentRecord] {
        try ids.compactMap { try find(DeploymentID($0)) }.filter { record in
            guard record.server == server, let connection = record.connection else { return false }
            switch record.status {
            case Deployment.Status.removed.rawValue, Deployment.Status.failed.rawValue: return true
            case Deployment.Status.superseded.rawValue:
                return try active(of: record.workflow, on: connection).map { $0.server != server } ?? true
            default: return false
            }
        }
    }

    /// The deploys to the disk of a server that were interrupted and taken for failed, and behind which nothing was deployed.
    func interrupted(on server: String) throws -> [DeploymentRecord] {
        try all(
            "server_id = $1 AND status = 'failed' AND reference IS NULL AND error LIKE $2",
            [server, "%\"\(InterruptedDeploys.failure.code)\"%"]
        ).filter { record in
            guard let connection = record.connection else { return false }
            let newest = try all(
                """
                workflow_id = $1 AND connection_id = $2 AND status <> 'test' ORDER BY created_at DESC, id DESC LIMIT 1
                """, [record.workflow, connection])
            return newest.first?.id == record.id
        }
    }

    /// The deploys that a stopped server left behind, oldest first.
    package func interrupted() throws -> [DeploymentRecord] {
        try all("status = 'deploying' ORDER BY created_at, id", [])
    }
}
