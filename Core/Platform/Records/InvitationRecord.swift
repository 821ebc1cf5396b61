import Storage

/// An invitation to an organization, which is there until it is taken up or withdrawn.
package struct InvitationRecord: ListedRecord {
    package static let table = "invitations"
    package static let columns = Columns { (column) throws(StorageError) in
        try InvitationRecord(
            id: column("id", \.id),
            organization: column("organization_id", \.organization),
            user: column("user_id", \.user),
            email: column("email", \.email),
            role: column("role", \.role),
            hash: column("hash", \.hash),
            expiresAt: column("expires_at", \.expiresAt),
            createdAt: column("created_at", \.createdAt))
    }

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
}

extension Table where Row == InvitationRecord {
    package func page(_ request: PageRequest, of organization: OrganizationID) throws -> Page<InvitationRecord> {
        try page(request, "organization_id = $1", [organization])
    }

    package func find(hash: String) throws -> InvitationRecord? { try first("hash = $1", [hash]) }

    package func find(_ id: InvitationID, of organization: OrganizationID) throws -> InvitationRecord? {
        try first("id = $1 AND organization_id = $2", [id, organization])
    }

    /// Those of a person to an organization, oldest first.
    package func all(of user: UserID, to organization: OrganizationID) throws -> [InvitationRecord] {
        try all("user_id = $1 AND organization_id = $2 ORDER BY created_at, id", [user, organization])
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
