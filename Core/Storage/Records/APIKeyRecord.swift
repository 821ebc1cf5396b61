/// An API key; the key itself is not kept.
package struct APIKeyRecord: ListedRecord {
    package static let table = "api_keys"
    package static let columns = [
        "id", "organization_id", "project_id", "user_id", "name", "prefix", "hash", "scopes", "expires_at",
        "last_used_at", "created_at",
    ]

    package let id: APIKeyID
    package let organization: OrganizationID
    package let project: ProjectID
    /// Who made it.
    package let user: UserID
    package let name: String
    /// The key's first characters, by which it is found and people tell it from others.
    package let prefix: String
    /// SHA-256 of the key, hexadecimal.
    package let hash: String
    /// Separated by spaces.
    package let scopes: String
    package let expiresAt: Timestamp?
    package var lastUsedAt: Timestamp?
    package let createdAt: Timestamp

    package init(
        id: APIKeyID, organization: OrganizationID, project: ProjectID, user: UserID, name: String, prefix: String,
        hash: String, scopes: String, expiresAt: Timestamp? = nil, lastUsedAt: Timestamp? = nil,
        createdAt: Timestamp
    ) {
        self.id = id
        self.organization = organization
        self.project = project
        self.user = user
        self.name = name
        self.prefix = prefix
        self.hash = hash
        self.scopes = scopes
        self.expiresAt = expiresAt
        self.lastUsedAt = lastUsedAt
        self.createdAt = createdAt
    }

    package init(row: SQLRow) throws(StorageError) {
        id = try row["id"]
        organization = try row["organization_id"]
        project = try row["project_id"]
        user = try row["user_id"]
        name = try row["name"]
        prefix = try row["prefix"]
        hash = try row["hash"]
        scopes = try row["scopes"]
        expiresAt = try row["expires_at"]
        lastUsedAt = try row["last_used_at"]
        createdAt = try row["created_at"]
    }

    package var values: [any SQLConvertible] {
        [
            id, organization, project, user, name, prefix, hash, scopes, expiresAt, lastUsedAt, createdAt,
        ]
    }
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
