import Storage

/// A person and their part in an organization; read only.
package struct MemberRecord: ListedRecord {
    package static let table = """
        (SELECT users.id, organization_id, email, name, role, memberships.created_at \
        FROM memberships JOIN users ON users.id = user_id) AS members
        """
    package static let columns = Columns { (column) throws(StorageError) in
        try MemberRecord(
            id: column("id", \.id),
            organization: column("organization_id", \.organization),
            email: column("email", \.email),
            name: column("name", \.name),
            role: column("role", \.role),
            createdAt: column("created_at", \.createdAt))
    }

    /// The person's.
    package let id: Identifier<MemberRecord>
    package let organization: OrganizationID
    package let email: String
    package let name: String
    /// `owner`, `admin` or `member`.
    package let role: String
    package let createdAt: Timestamp
}

extension Table where Row == MemberRecord {
    package func page(_ request: PageRequest, of organization: OrganizationID) throws -> Page<MemberRecord> {
        try page(request, "organization_id = $1", [organization])
    }

    package func find(_ user: UserID, of organization: OrganizationID) throws -> MemberRecord? {
        try first("id = $1 AND organization_id = $2", [user, organization])
    }
}
