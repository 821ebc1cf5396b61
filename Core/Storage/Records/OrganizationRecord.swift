/// An organization: what belongs to one is not there for another.
package struct OrganizationRecord: Record {
    package static let table = "organizations"
    package static let columns = [
        "id", "name", "slug", "created_at", "updated_at",
    ]

    package let id: OrganizationID
    package var name: String
    package let slug: String
    package let createdAt: Timestamp
    package var updatedAt: Timestamp

    package init(
        id: OrganizationID, name: String, slug: String, createdAt: Timestamp, updatedAt: Timestamp
    ) {
        self.id = id
        self.name = name
        self.slug = slug
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }

    package init(row: SQLRow) throws(StorageError) {
        id = try row["id"]
        name = try row["name"]
        slug = try row["slug"]
        createdAt = try row["created_at"]
        updatedAt = try row["updated_at"]
    }

    package var values: [any SQLConvertible] {
        [
            id, name, slug, createdAt, updatedAt,
        ]
    }
}

extension OrganizationRecord: ListedRecord {}

extension Table where Row == OrganizationRecord {
    package func find(_ id: OrganizationID) throws -> OrganizationRecord? { try first("id = $1", [id]) }

    package func page(_ request: PageRequest, of user: UserID) throws -> Page<OrganizationRecord> {
        try page(request, "id IN (SELECT organization_id FROM memberships WHERE user_id = $1)", [user])
    }

    /// The one that the first start made.
    package func oldest() throws -> OrganizationRecord? { try first("1 = 1 ORDER BY created_at, id", []) }
}
