/// An invitation to an organization, which is there until it is taken up or withdrawn.
package struct InvitationRecord: ListedRecord {
    package static let table = "invitations"
    package static let columns = [
        "id", "organization_id", "user_id", "email", "role", "hash", "expires_at", "created_at",
    ]

    package let id: InvitationID
    package let organization: OrganizationID
    /// Who invites.
    package let user: UserID
    package let email: String
    /// `owner`, `admin` or `member`.
    package let role: String
    /// SHA-256 of the invitation's token, hexadecimal.
    package let hash: String
    package let expiresAt: Timestamp
    package let createdAt: Timestamp

    package init(
        id: InvitationID, organization: OrganizationID, user: UserID, email: String, role: String, hash: String,
        expiresAt: Timestamp, createdAt: Timestamp
    ) {
        self.id = id
        self.organization = organization
        self.user = user
        self.email = email
        self.role = role
        self.hash = hash
        self.expiresAt = expiresAt
        self.createdAt = createdAt
    }

    package init(row: SQLRow) throws(StorageError) {
        id = try row["id"]
        organization = try row["organization_id"]
        user = try row["user_id"]
        email = try row["email"]
        role = try row["role"]
        hash = try row["hash"]
        expiresAt = try row["expires_at"]
        createdAt = try row["created_at"]
    }

    package var values: [any SQLConvertible] {
        [id, organization, user, email, role, hash, expiresAt, createdAt]
    }
}

package typealias InvitationID = Identifier<InvitationRecord>

extension Table where Row == InvitationRecord {
    package func page(_ request: PageRequest, of organization: OrganizationID) throws -> Page<InvitationRecord> {
        try page(request, "organization_id = $1", [organization])
    }

    package func find(hash: String) throws -> InvitationRecord? { try first("hash = $1", [hash]) }

    package func find(_ id: InvitationID, of organization: OrganizationID) throws -> InvitationRecord? {
        try first("id = $1 AND organization_id = $2", [id, organization])
    }

    package func delete(_ id: InvitationID) throws {
        try connection.execute("DELETE FROM invitations WHERE id = $1", [id])
    }

    /// An earlier invitation of the same address.
    package func delete(email: String, of organization: OrganizationID) throws {
        try connection.execute(
            "DELETE FROM invitations WHERE organization_id = $1 AND email = $2", [organization, email])
    }
}
