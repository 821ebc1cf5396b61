/// A deploy of a version to a connection, and what became of it.
package struct DeploymentRecord: ListedRecord {
    package static let table = "deployments"
    package static let columns = [
        "id", "organization_id", "project_id", "workflow_id", "version_id", "connection_id", "status",
        "service_name", "url", "reference", "notes", "error", "created_at", "updated_at",
    ]

    package let id: DeploymentID
    package let organization: OrganizationID
    package let project: ProjectID
    package let workflow: WorkflowID
    /// `nil` when the version was deleted since.
    package let version: VersionID?
    /// `nil` when the connection was deleted since.
    package let connection: ConnectionID?
    /// `deploying`, `active`, `superseded`, `failed` or `removed`.
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

    package init(
        id: DeploymentID, organization: OrganizationID, project: ProjectID, workflow: WorkflowID,
        version: VersionID? = nil, connection: ConnectionID? = nil, status: String, serviceName: String? = nil,
        url: String? = nil, reference: String? = nil, notes: String, error: String? = nil, createdAt: Timestamp,
        updatedAt: Timestamp
    ) {
        self.id = id
        self.organization = organization
        self.project = project
        self.workflow = workflow
        self.version = version
        self.connection = connection
        self.status = status
        self.serviceName = serviceName
        self.url = url
        self.reference = reference
        self.notes = notes
        self.error = error
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }

    package init(row: SQLRow) throws(StorageError) {
        id = try row["id"]
        organization = try row["organization_id"]
        project = try row["project_id"]
        workflow = try row["workflow_id"]
        version = try row["version_id"]
        connection = try row["connection_id"]
        status = try row["status"]
        serviceName = try row["service_name"]
        url = try row["url"]
        reference = try row["reference"]
        notes = try row["notes"]
        error = try row["error"]
        createdAt = try row["created_at"]
        updatedAt = try row["updated_at"]
    }

    package var values: [any SQLConvertible] {
        [
            id, organization, project, workflow, version, connection, status, serviceName, url, reference, notes,
            error, createdAt, updatedAt,
        ]
    }
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

    package func page(
        _ request: PageRequest, of workflow: WorkflowID, _ filter: RowFilter = .all
    ) throws -> Page<DeploymentRecord> {
        try page(request, "workflow_id = $1", [workflow], filter)
    }

    package func page(
        _ request: PageRequest, of project: ProjectID, _ filter: RowFilter = .all
    ) throws -> Page<DeploymentRecord> {
        try page(request, "project_id = $1", [project], filter)
    }

    /// The deploys that a stopped server left behind, oldest first.
    package func interrupted() throws -> [DeploymentRecord] {
        try all("status = 'deploying' ORDER BY created_at, id", [])
    }
}
