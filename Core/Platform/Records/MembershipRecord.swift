import Storage

/// A person's part in an organization.
package struct MembershipRecord: Record {
    package static let table = "memberships"
    package static let columns = Columns { (column) throws(StorageError) in
        try MembershipRecord(
            organization: column("organization_id", \.organization),
            user: column("user_id", \.user),
            role: column("role", \.role),
            createdAt: column("created_at", \.createdAt))
    }

    package let organization: OrganizationID
    package let user: UserID
    /// `owner`, `admin` or `member`.
    package var role: String
    package let createdAt: Timestamp
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
