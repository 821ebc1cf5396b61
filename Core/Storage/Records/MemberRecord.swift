/// A person and their part in an organization; read only.
package struct MemberRecord: ListedRecord {
    package static let table = """
        (SELECT users.id, organization_id, email, name, role, memberships.created_at \
        FROM memberships JOIN users ON users.id = user_id) AS members
        """
    package static let columns = ["id", "organization_id", "email", "name", "role", "created_at"]

    /// The person's.
    package let id: Identifier<MemberRecord>
    package let organization: OrganizationID
    package let email: String
    package let name: String
    /// `owner`, `admin` or `member`.
    package let role: String
    package let createdAt: Timestamp

    package init(row: SQLRow) throws(StorageError) {
        id = try row["id"]
        organization = try row["organization_id"]
        email = try row["email"]
        name = try row["name"]
        role = try row["role"]
        createdAt = try row["created_at"]
    }

    package var values: [any SQLConvertible] { [id, organization, email, name, role, createdAt] }
}

extension Table where Row == MemberRecord {
    package func page(_ request: PageRequest, of organization: OrganizationID) throws -> Page<MemberRecord> {
        try page(request, "organization_id = $1", [organization])
    }

    package func find(_ user: UserID, of organization: OrganizationID) throws -> MemberRecord? {
        try first("id = $1 AND organization_id = $2", [user, organization])
    }
}
