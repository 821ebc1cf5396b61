/// A project of an organization.
package struct ProjectRecord: ListedRecord {
    package static let table = "projects"
    package static let columns = [
        "id", "organization_id", "name", "slug", "description", "created_at", "updated_at",
    ]

    package let id: ProjectID
    package let organization: OrganizationID
    package var name: String
    package let slug: String
    package var description: String
    package let createdAt: Timestamp
    package var updatedAt: Timestamp

    package init(
        id: ProjectID, organization: OrganizationID, name: String, slug: String, description: String,
        createdAt: Timestamp, updatedAt: Timestamp
    ) {
        self.id = id
        self.organization = organization
        self.name = name
        self.slug = slug
        self.description = description
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }

    package init(row: SQLRow) throws(StorageError) {
        id = try row["id"]
        organization = try row["organization_id"]
        name = try row["name"]
        slug = try row["slug"]
        description = try row["description"]
        createdAt = try row["created_at"]
        updatedAt = try row["updated_at"]
    }

    package var values: [any SQLConvertible] {
        [
            id, organization, name, slug, description, createdAt, updatedAt,
        ]
    }
}

extension Table where Row == ProjectRecord {
    package func find(_ id: ProjectID, of organization: OrganizationID) throws -> ProjectRecord? {
        try first("id = $1 AND organization_id = $2", [id, organization])
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
