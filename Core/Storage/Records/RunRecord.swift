/// A run of a deployed workflow.
package struct RunRecord: ListedRecord {
    package static let table = "runs"
    package static let columns = [
        "id", "organization_id", "project_id", "workflow_id", "version_id", "deployment_id", "connection_id",
        "instance_id", "status", "params", "output", "error", "created_at", "updated_at", "finished_at",
        "restarted_at",
    ]
    /// What goes in and comes out may be large.
    package static let listColumns = columns.map { column in
        switch column {
        case "params", "output": "NULL AS \(column)"
        default: column
        }
    }

    package let id: RunID
    package let organization: OrganizationID
    package let project: ProjectID
    package let workflow: WorkflowID
    /// `nil` when the version was deleted since.
    package let version: VersionID?
    package let deployment: DeploymentID
    /// `nil` when the connection was deleted since.
    package let connection: ConnectionID?
    /// The provider's id of it.
    package var instance: String
    package var status: String
    /// JSON.
    package var params: String?
    /// JSON.
    package var output: String?
    /// JSON.
    package var error: String?
    package let createdAt: Timestamp
    package var updatedAt: Timestamp
    package var finishedAt: Timestamp?
    /// `nil` for one that was never begun again.
    package var restartedAt: Timestamp?

    package init(
        id: RunID, organization: OrganizationID, project: ProjectID, workflow: WorkflowID, version: VersionID? = nil,
        deployment: DeploymentID, connection: ConnectionID? = nil, instance: String, status: String,
        params: String? = nil, output: String? = nil, error: String? = nil, createdAt: Timestamp,
        updatedAt: Timestamp, finishedAt: Timestamp? = nil, restartedAt: Timestamp? = nil
    ) {
        self.id = id
        self.organization = organization
        self.project = project
        self.workflow = workflow
        self.version = version
        self.deployment = deployment
        self.connection = connection
        self.instance = instance
        self.status = status
        self.params = params
        self.output = output
        self.error = error
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.finishedAt = finishedAt
        self.restartedAt = restartedAt
    }

    package init(row: SQLRow) throws(StorageError) {
        id = try row["id"]
        organization = try row["organization_id"]
        project = try row["project_id"]
        workflow = try row["workflow_id"]
        version = try row["version_id"]
        deployment = try row["deployment_id"]
        connection = try row["connection_id"]
        instance = try row["instance_id"]
        status = try row["status"]
        params = try row["params"]
        output = try row["output"]
        error = try row["error"]
        createdAt = try row["created_at"]
        updatedAt = try row["updated_at"]
        finishedAt = try row["finished_at"]
        restartedAt = try row["restarted_at"]
    }

    package var values: [any SQLConvertible] {
        [
            id, organization, project, workflow, version, deployment, connection, instance, status, params, output,
            error, createdAt, updatedAt, finishedAt, restartedAt,
        ]
    }
}

extension Table where Row == RunRecord {
    package func find(_ id: RunID, of workflow: WorkflowID) throws -> RunRecord? {
        try first("id = $1 AND workflow_id = $2", [id, workflow])
    }

    /// The newest run of a workflow under a provider's id.
    package func find(instance: String, of workflow: WorkflowID) throws -> RunRecord? {
        try first(
            """
            instance_id = $2 AND deployment_id IN (SELECT id FROM deployments WHERE workflow_id = $1)
            ORDER BY created_at DESC
            """, [workflow, instance])
    }

    /// Whether some run, of whatever workflow, has the id.
    package func isTaken(_ id: RunID) throws -> Bool { try first("id = $1", [id]) != nil }

    package func find(instance: String, of deployment: DeploymentID) throws -> RunRecord? {
        try first("deployment_id = $1 AND instance_id = $2", [deployment, instance])
    }

    /// A run of a deployment to a connection, by the provider's id.
    package func find(instance: String, on connection: ConnectionID) throws -> RunRecord? {
        try first("connection_id = $1 AND instance_id = $2", [connection, instance])
    }

    package func page(
        _ request: PageRequest, of workflow: WorkflowID, _ filter: RowFilter = .all
    ) throws -> Page<RunRecord> {
        try page(request, "workflow_id = $1", [workflow], filter)
    }

    package func page(
        _ request: PageRequest, of project: ProjectID, _ filter: RowFilter = .all
    ) throws -> Page<RunRecord> {
        try page(request, "project_id = $1", [project], filter)
    }

    package func delete(_ id: RunID) throws {
        try connection.execute("DELETE FROM runs WHERE id = $1", [id])
    }
}
