/// A person's part in an organization.
package struct MembershipRecord: Record {
    package static let table = "memberships"
    package static let columns = [
        "organization_id", "user_id", "role", "created_at",
    ]

    package let organization: OrganizationID
    package let user: UserID
    /// `owner`, `admin` or `member`.
    package var role: String
    package let createdAt: Timestamp

    package init(
        organization: OrganizationID, user: UserID, role: String, createdAt: Timestamp
    ) {
        self.organization = organization
        self.user = user
        self.role = role
        self.createdAt = createdAt
    }

    package init(row: SQLRow) throws(StorageError) {
        organization = try row["organization_id"]
        user = try row["user_id"]
        role = try row["role"]
        createdAt = try row["created_at"]
    }

    package var values: [any SQLConvertible] {
        [
            organization, user, role, createdAt,
        ]
    }
}

extension Table where Row == MembershipRecord {
    package func find(_ user: UserID, of organization: OrganizationID) throws -> MembershipRecord? {
        try first("organization_id = $1 AND user_id = $2", [organization, user])
    }

    package func all(of user: UserID) throws -> [MembershipRecord] { try all("user_id = $1", [user]) }

    /// The organization that a person joined first.
    package func oldest(of user: UserID) throws -> MembershipRecord? {
        try first("user_id = $1 ORDER BY created_at, organization_id", [user])
    }

    package func owners(of organization: OrganizationID) throws -> Int {
        try all("organization_id = $1 AND role = 'owner'", [organization]).count
    }

    package func setRole(_ role: String, of user: UserID, in organization: OrganizationID) throws {
        try connection.execute(
            "UPDATE memberships SET role = $3 WHERE organization_id = $1 AND user_id = $2", [organization, user, role])
    }

    package func delete(_ user: UserID, of organization: OrganizationID) throws {
        try connection.execute(
            "DELETE FROM memberships WHERE organization_id = $1 AND user_id = $2", [organization, user])
    }
}
