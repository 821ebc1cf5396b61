import Storage

/// A workflow or function.
package struct WorkflowRecord: ListedRecord {
    package static let table = "workflows"
    package static let columns = Columns { (column) throws(StorageError) in
        try WorkflowRecord(
            id: column("id", \.id),
            organization: column("organization_id", \.organization),
            project: column("project_id", \.project),
            name: column.folded("name", \.name),
            description: column("description", \.description),
            kind: column("kind", \.kind),
            triggerCode: column("trigger_code", \.triggerCode),
            dependencies: column("dependencies", \.dependencies),
            deployConfig: column("deploy_config", \.deployConfig),
            versionCount: column("version_count", \.versionCount),
            activeVersion: column("active_version_id", \.activeVersion),
            createdAt: column("created_at", \.createdAt),
            updatedAt: column("updated_at", \.updatedAt))
    }

    package let id: WorkflowID
    package let organization: OrganizationID
    package var project: ProjectID
    package var name: String
    package var description: String
    /// `workflow` or `script`.
    package let kind: String
    package var triggerCode: String?
    /// JSON: npm packages and ranges.
    package var dependencies: String
    /// JSON.
    package var deployConfig: String
    /// The number of the last version that was made; deleted ones count.
    package var versionCount: Int
    /// What is deployed.
    package var activeVersion: VersionID?
    package let createdAt: Timestamp
    package var updatedAt: Timestamp
}

extension Table where Row == WorkflowRecord {
    package func find(_ id: WorkflowID, of project: ProjectID) throws -> WorkflowRecord? {
        try first("id = $1 AND project_id = $2", [id, project])
    }

    package func find(_ id: WorkflowID, in organization: OrganizationID) throws -> WorkflowRecord? {
        try first("id = $1 AND organization_id = $2", [id, organization])
    }

    package func page(
        _ request: PageRequest, of project: ProjectID, _ filter: RowFilter = .all
    ) throws -> Page<WorkflowRecord> {
        try page(request, "project_id = $1", [project], filter)
    }

    /// Oldest first.
    package func all(of project: ProjectID) throws -> [WorkflowRecord] {
        try all("project_id = $1 ORDER BY created_at, id", [project])
    }

    package func count(of project: ProjectID) throws -> Int {
        try connection.query("SELECT COUNT(*) AS count FROM workflows WHERE project_id = $1", [project])
            .first?["count"] ?? 0
    }

    /// With everything that is the workflow's.
    package func move(_ id: WorkflowID, to project: ProjectID, at time: Timestamp) throws {
        try connection.execute(
            "UPDATE workflows SET project_id = $2, updated_at = $3 WHERE id = $1", [id, project, time])
        for table in ["deployments", "runs", "variables"] {
            try connection.execute("UPDATE \(table) SET project_id = $2 WHERE workflow_id = $1", [id, project])
        }
    }

    /// Takes the next version number: no two callers get the same, whatever the database runs at a time.
    /// - Returns: `nil` if the workflow does not exist.
    package func takeVersionNumber(_ id: WorkflowID, at time: Timestamp) throws -> Int? {
        let count = "UPDATE workflows SET version_count = version_count + 1, updated_at = $2 WHERE id = $1"
        return try connection.query("\(count) RETURNING version_count", [id, time]).first?["version_count"]
    }

    package func setActiveVersion(_ version: VersionID?, of id: WorkflowID, at time: Timestamp) throws {
        try connection.execute(
            "UPDATE workflows SET active_version_id = $2, updated_at = $3 WHERE id = $1", [id, version, time])
    }

    /// Takes versions, variables, deployments and runs with it.
    package func delete(_ id: WorkflowID) throws {
        try connection.execute("DELETE FROM workflows WHERE id = $1", [id])
    }
}
