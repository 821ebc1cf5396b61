import Storage

/// An API key; the key itself is not kept.
package struct APIKeyRecord: ListedRecord {
    package static let table = "api_keys"
    package static let columns = Columns { (column) throws(StorageError) in
        try APIKeyRecord(
            id: column("id", \.id),
            organization: column("organization_id", \.organization),
            project: column("project_id", \.project),
            user: column("user_id", \.user),
            name: column.folded("name", \.name),
            prefix: column("prefix", \.prefix),
            hash: column("hash", \.hash),
            scopes: column("scopes", \.scopes),
            isOrganizationWide: column("is_organization_wide", \.isOrganizationWide),
            expiresAt: column("expires_at", \.expiresAt),
            lastUsedAt: column("last_used_at", \.lastUsedAt),
            createdAt: column("created_at", \.createdAt))
    }

    package let id: APIKeyID
    package let organization: OrganizationID
    package let project: ProjectID
    /// Who made it.
    package let user: UserID
    package var name: String
    /// The key's first characters, by which it is found and people tell it from others.
    package var prefix: String
    /// SHA-256 of the key, hexadecimal.
    package var hash: String
    /// Separated by spaces.
    package let scopes: String
    /// Whether it reaches the other projects of the organization, too.
    package let isOrganizationWide: Bool
    package var expiresAt: Timestamp?
    package var lastUsedAt: Timestamp?
    package let createdAt: Timestamp
}

extension Table where Row == APIKeyRecord {
    package func all(prefix: String) throws -> [APIKeyRecord] { try all("prefix = $1", [prefix]) }

    package func markUsed(_ id: APIKeyID, at time: Timestamp) throws {
        try connection.execute("UPDATE api_keys SET last_used_at = $2 WHERE id = $1", [id, time])
    }

    package func page(_ request: PageRequest, of organization: OrganizationID) throws -> Page<APIKeyRecord> {
        try page(request, "organization_id = $1", [organization])
    }

    package func find(_ id: APIKeyID, of organization: OrganizationID) throws -> APIKeyRecord? {
        try first("id = $1 AND organization_id = $2", [id, organization])
    }

    package func delete(_ id: APIKeyID) throws { try connection.execute("DELETE FROM api_keys WHERE id = $1", [id]) }

    /// What a person made in an organization.
    package func deleteAll(of user: UserID, in organization: OrganizationID) throws {
        try connection.execute(
            "DELETE FROM api_keys WHERE user_id = $1 AND organization_id = $2", [user, organization])
    }
}
