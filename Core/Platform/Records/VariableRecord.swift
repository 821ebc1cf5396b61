import Storage

/// An environment variable of an organization, a project or a workflow.
package struct VariableRecord: ListedRecord {
    package static let table = "variables"
    package static let columns = Columns { (column) throws(StorageError) in
        try VariableRecord(
            id: column("id", \.id),
            organization: column("organization_id", \.organization),
            project: column("project_id", \.project),
            workflow: column("workflow_id", \.workflow),
            position: column("position", \.position),
            name: column.folded("name", \.name),
            value: column("value", \.value),
            isSecret: column("is_secret", \.isSecret),
            createdAt: column("created_at", \.createdAt),
            updatedAt: column("updated_at", \.updatedAt))
    }

    package let id: VariableID
    package let organization: OrganizationID
    package var project: ProjectID?
    package var workflow: WorkflowID?
    /// Where it is in its owner's list.
    package var position: Int
    package var name: String
    /// Sealed when it is a secret.
    package var value: String
    package var isSecret: Bool
    package let createdAt: Timestamp
    package var updatedAt: Timestamp
}

extension Table where Row == VariableRecord {
    /// A workflow's own, in their order.
    package func all(of workflow: WorkflowID) throws -> [VariableRecord] {
        try all("workflow_id = $1 ORDER BY position", [workflow])
    }

    /// Everything that a workflow of the project can see.
    package func all(
        visibleTo workflow: WorkflowID, project: ProjectID, organization: OrganizationID
    ) throws -> [VariableRecord] {
        try all(
            """
            organization_id = $1 AND (project_id IS NULL OR project_id = $2) \
            AND (workflow_id IS NULL OR workflow_id = $3) ORDER BY name
            """, [organization, project, workflow])
    }

    /// Those of an organization, or of one of its projects; not those of workflows.
    package func page(
        _ request: PageRequest, of organization: OrganizationID, project: ProjectID?
    ) throws -> Page<VariableRecord> {
        try page(
            request, "organization_id = $1 AND workflow_id IS NULL AND COALESCE(project_id, '') = $2",
            [organization, project?.text ?? ""])
    }

    /// A global variable.
    package func find(_ id: VariableID, of organization: OrganizationID) throws -> VariableRecord? {
        try first("id = $1 AND organization_id = $2 AND workflow_id IS NULL", [id, organization])
    }

    /// A project's own, oldest first; not those of its workflows.
    package func shared(of project: ProjectID) throws -> [VariableRecord] {
        try all("workflow_id IS NULL AND project_id = $1 ORDER BY created_at, id", [project])
    }

    /// The names that every workflow of a project sees.
    package func names(of project: ProjectID) throws -> Set<String> {
        Set(try all("workflow_id IS NULL AND project_id = $1", [project]).map(\.name))
    }

    package func delete(_ id: VariableID) throws {
        try connection.execute("DELETE FROM variables WHERE id = $1", [id])
    }

    package func deleteAll(of workflow: WorkflowID) throws {
        try connection.execute("DELETE FROM variables WHERE workflow_id = $1", [workflow])
    }
}
