import Storage

/// An organization: what belongs to one is not there for another.
package struct OrganizationRecord: Record {
    package static let table = "organizations"
    package static let columns = Columns { (column) throws(StorageError) in
        try OrganizationRecord(
            id: column("id", \.id),
            name: column("name", \.name),
            slug: column("slug", \.slug),
            createdAt: column("created_at", \.createdAt),
            updatedAt: column("updated_at", \.updatedAt))
    }

    package let id: OrganizationID
    package var name: String
    package let slug: String
    package let createdAt: Timestamp
    package var updatedAt: Timestamp
}

extension OrganizationRecord: ListedRecord {}

extension Table where Row == OrganizationRecord {
    package func find(_ id: OrganizationID) throws -> OrganizationRecord? { try first("id = $1", [id]) }

    package func page(_ request: PageRequest, of user: UserID) throws -> Page<OrganizationRecord> {
        try page(request, "id IN (SELECT organization_id FROM memberships WHERE user_id = $1)", [user])
    }

    /// Takes all that belongs to it along.
    package func delete(_ id: OrganizationID) throws {
        try connection.execute("DELETE FROM organizations WHERE id = $1", [id])
    }

    /// The one that the first start made.
    package func oldest() throws -> OrganizationRecord? { try first("1 = 1 ORDER BY created_at, id", []) }
}
