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
