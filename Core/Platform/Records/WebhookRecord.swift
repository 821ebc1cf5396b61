import Storage

/// An address that is told of what happens in a project.
package struct WebhookRecord: ListedRecord {
    package static let table = "webhooks"
    package static let columns = Columns { (column) throws(StorageError) in
        try WebhookRecord(
            id: column("id", \.id),
            organization: column("organization_id", \.organization),
            project: column("project_id", \.project),
            name: column.folded("name", \.name),
            url: column("url", \.url),
            events: column("events", \.events),
            secret: column("secret", \.secret),
            previousSecret: column("previous_secret", \.previousSecret),
            previousUntil: column("previous_until", \.previousUntil),
            isEnabled: column("enabled", \.isEnabled),
            disabledReason: column("disabled_reason", \.disabledReason),
            failingSince: column("failing_since", \.failingSince),
            dropped: column("dropped", \.dropped),
            createdAt: column("created_at", \.createdAt),
            updatedAt: column("updated_at", \.updatedAt))
    }

    package let id: WebhookID
    package let organization: OrganizationID
    package let project: ProjectID
    package var name: String
    package var url: String
    /// Separated by spaces.
    package var events: String
    /// Sealed.
    package var secret: String
    /// Sealed; what is sent is signed with it, too, until ``previousUntil``.
    package var previousSecret: String?
    package var previousUntil: Timestamp?
    package var isEnabled: Bool
    /// Why the server disabled it; `nil` when it did not.
    package var disabledReason: String?
    /// Since when nothing has been delivered although it was tried.
    package var failingSince: Timestamp?
    /// Events that found too many waiting.
    package var dropped: Int
    package let createdAt: Timestamp
    package var updatedAt: Timestamp
}

extension Table where Row == WebhookRecord {
    package func find(_ id: WebhookID) throws -> WebhookRecord? { try first("id = $1", [id]) }

    package func find(_ id: WebhookID, in project: ProjectID) throws -> WebhookRecord? {
        try first("id = $1 AND project_id = $2", [id, project])
    }

    package func enabled(of project: ProjectID) throws -> [WebhookRecord] {
        try all("project_id = $1 AND enabled = 1 ORDER BY created_at", [project])
    }

    /// How many events found too many waiting.
    package func droppedCount() throws -> Int {
        try connection.query("SELECT COALESCE(SUM(dropped), 0) AS count FROM webhooks").first?["count"] ?? 0
    }

    package func page(_ request: PageRequest, of project: ProjectID) throws -> Page<WebhookRecord> {
        try page(request, "project_id = $1", [project])
    }

    package func count(of project: ProjectID) throws -> Int {
        try connection.query("SELECT COUNT(*) AS count FROM webhooks WHERE project_id = $1", [project])
            .first?["count"] ?? 0
    }

    package func delete(_ id: WebhookID) throws {
        try connection.execute("DELETE FROM webhooks WHERE id = $1", [id])
    }
}
