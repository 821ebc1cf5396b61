import Storage

/// A version of a workflow: a document and the code it became.
package struct VersionRecord: ListedRecord {
    package static let table = "versions"
    package static let columns = Columns { (column) throws(StorageError) in
        try VersionRecord(
            id: column("id", \.id),
            workflow: column("workflow_id", \.workflow),
            number: column("number", \.number),
            ir: column.large("ir", \.ir),
            artifact: column.large("artifact", \.artifact),
            target: column("target", \.target),
            isLocked: column("locked", \.isLocked),
            createdAt: column("created_at", \.createdAt),
            author: column("author_id", \.author),
            message: column("message", \.message),
            schedule: column("schedule", \.schedule))
    }

    package let id: VersionID
    package let workflow: WorkflowID
    /// From 1, counted within the workflow.
    package let number: Int
    /// JSON, as it was posted.
    package let ir: String
    /// JSON.
    package let artifact: String
    /// What the artifact is for.
    package let target: String
    /// A locked version cannot be deployed.
    package var isLocked: Bool
    package let createdAt: Timestamp
    /// `nil` when the person was deleted since, and of a version of an earlier release.
    package var author: UserID?
    /// What the version is for.
    package var message: String?
    /// The cron expression that starts runs of it; `nil` without one.
    package var schedule: String?
}

extension Table where Row == VersionRecord {
    package func find(_ id: VersionID, of workflow: WorkflowID) throws -> VersionRecord? {
        try first("id = $1 AND workflow_id = $2", [id, workflow])
    }

    /// The number of a version, without its document and code.
    package func number(of id: VersionID) throws -> Int? {
        try connection.query("SELECT number FROM versions WHERE id = $1", [id]).first.map { try $0["number"] }
    }

    package func latest(of workflow: WorkflowID) throws -> VersionRecord? {
        try first("workflow_id = $1 ORDER BY number DESC", [workflow])
    }

    /// All of them, newest first, without documents and code.
    package func summaries(of workflow: WorkflowID) throws -> [VersionRecord] {
        try listed("workflow_id = $1 ORDER BY number DESC", [workflow])
    }

    /// With their documents, in the order of their numbers.
    package func all(of workflow: WorkflowID) throws -> [VersionRecord] {
        try all("workflow_id = $1 ORDER BY number", [workflow])
    }

    /// Characters of all documents of a project.
    package func documentSize(of project: ProjectID) throws -> Int {
        try connection.query(
            """
            SELECT COALESCE(SUM(LENGTH(ir)), 0) AS size FROM versions
            WHERE workflow_id IN (SELECT id FROM workflows WHERE project_id = $1)
            """, [project]
        ).first?["size"] ?? 0
    }

    package func delete(_ id: VersionID) throws {
        try connection.execute("DELETE FROM versions WHERE id = $1", [id])
    }

    package func page(_ request: PageRequest, of workflow: WorkflowID) throws -> Page<VersionRecord> {
        try page(request, "workflow_id = $1", [workflow])
    }
}
