import Storage

/// An action on many runs.
package struct RunJobRecord: ListedRecord {
    package static let table = "run_jobs"
    package static let columns = Columns { (column) throws(StorageError) in
        try RunJobRecord(
            id: column("id", \.id),
            organization: column("organization_id", \.organization),
            project: column("project_id", \.project),
            user: column("user_id", \.user),
            key: column("api_key_id", \.key),
            action: column("action", \.action),
            filter: column("filter", \.filter),
            status: column("status", \.status),
            parts: column("parts", \.parts),
            total: column("total", \.total),
            done: column("done", \.done),
            failed: column("failed", \.failed),
            skipped: column("skipped", \.skipped),
            errors: column("errors", \.errors),
            createdAt: column("created_at", \.createdAt),
            updatedAt: column("updated_at", \.updatedAt),
            finishedAt: column("finished_at", \.finishedAt))
    }

    package let id: RunJobID
    package let organization: OrganizationID
    package let project: ProjectID
    /// Who started it.
    package let user: UserID
    package let key: APIKeyID?
    package let action: String
    /// JSON.
    package let filter: String
    package var status: String
    /// JSON: how far the job has come on each connection.
    package var parts: String
    package var total: Int
    package var done: Int
    package var failed: Int
    package var skipped: Int
    /// JSON: the first errors.
    package var errors: String
    package let createdAt: Timestamp
    package var updatedAt: Timestamp
    package var finishedAt: Timestamp?
}

extension Table where Row == RunJobRecord {
    package func find(_ id: RunJobID) throws -> RunJobRecord? { try first("id = $1", [id]) }

    package func find(_ id: RunJobID, of project: ProjectID) throws -> RunJobRecord? {
        try first("id = $1 AND project_id = $2", [id, project])
    }

    package func all(in status: String) throws -> [RunJobRecord] {
        try all("status = $1 ORDER BY created_at", [status])
    }

    package func count(in status: String, of project: ProjectID) throws -> Int {
        try connection.query(
            "SELECT COUNT(*) AS count FROM run_jobs WHERE status = $1 AND project_id = $2", [status, project]
        ).first?["count"] ?? 0
    }

    package func page(_ request: PageRequest, of project: ProjectID) throws -> Page<RunJobRecord> {
        try page(request, "project_id = $1", [project])
    }

    package func deleteOld(before time: Timestamp) throws {
        try connection.execute("DELETE FROM run_jobs WHERE finished_at < $1", [time])
    }
}
