import Storage

/// A project of an organization.
package struct ProjectRecord: ListedRecord {
    package static let table = "projects"
    package static let columns = Columns { (column) throws(StorageError) in
        try ProjectRecord(
            id: column("id", \.id),
            organization: column("organization_id", \.organization),
            name: column.folded("name", \.name),
            slug: column("slug", \.slug),
            description: column("description", \.description),
            key: column("api_key_id", \.key),
            createdAt: column("created_at", \.createdAt),
            updatedAt: column("updated_at", \.updatedAt))
    }

    package let id: ProjectID
    package let organization: OrganizationID
    package var name: String
    package let slug: String
    package var description: String
    /// The key that made it; `nil` for a person.
    package var key: APIKeyID?
    package let createdAt: Timestamp
    package var updatedAt: Timestamp
}

extension Table where Row == ProjectRecord {
    package func find(_ id: ProjectID, of organization: OrganizationID) throws -> ProjectRecord? {
        try first("id = $1 AND organization_id = $2", [id, organization])
    }

    /// The first of them.
    package func all(of organization: OrganizationID) throws -> [ProjectRecord] {
        try all("organization_id = $1 ORDER BY created_at, id LIMIT 1000", [organization])
    }

    package func page(_ request: PageRequest, of organization: OrganizationID) throws -> Page<ProjectRecord> {
        try page(request, "organization_id = $1", [organization])
    }

    package func find(slug: String, of organization: OrganizationID) throws -> ProjectRecord? {
        try first("slug = $1 AND organization_id = $2", [slug, organization])
    }

    package func count(of organization: OrganizationID) throws -> Int {
        try connection.query("SELECT COUNT(*) AS count FROM projects WHERE organization_id = $1", [organization])
            .first?["count"] ?? 0
    }

    /// Takes its API keys and variables with it.
    package func delete(_ id: ProjectID) throws {
        try connection.execute("DELETE FROM projects WHERE id = $1", [id])
    }
}

extension Table where Row == ProjectRecord {
    package func oldest(of organization: OrganizationID) throws -> ProjectRecord? {
        try first("organization_id = $1 ORDER BY created_at, id", [organization])
    }
}
