/// A connection to a provider.
package struct ConnectionRecord: ListedRecord {
    package static let table = "connections"
    package static let columns = [
        "id", "organization_id", "provider", "name", "credentials", "credential_names", "created_at", "updated_at",
    ]

    package let id: ConnectionID
    package let organization: OrganizationID
    package let provider: String
    package var name: String
    /// A sealed JSON object.
    package var credentials: String
    /// The names in it, separated by spaces, so that lists need not open it.
    package var credentialNames: String
    package let createdAt: Timestamp
    package var updatedAt: Timestamp

    package init(
        id: ConnectionID, organization: OrganizationID, provider: String, name: String, credentials: String,
        credentialNames: String, createdAt: Timestamp, updatedAt: Timestamp
    ) {
        self.id = id
        self.organization = organization
        self.provider = provider
        self.name = name
        self.credentials = credentials
        self.credentialNames = credentialNames
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }

    package init(row: SQLRow) throws(StorageError) {
        id = try row["id"]
        organization = try row["organization_id"]
        provider = try row["provider"]
        name = try row["name"]
        credentials = try row["credentials"]
        credentialNames = try row["credential_names"]
        createdAt = try row["created_at"]
        updatedAt = try row["updated_at"]
    }

    package var values: [any SQLConvertible] {
        [
            id, organization, provider, name, credentials, credentialNames, createdAt, updatedAt,
        ]
    }
}

extension Table where Row == ConnectionRecord {
    package func find(_ id: ConnectionID, of organization: OrganizationID) throws -> ConnectionRecord? {
        try first("id = $1 AND organization_id = $2", [id, organization])
    }

    package func all(
        named name: String, to provider: String, of organization: OrganizationID
    ) throws -> [ConnectionRecord] {
        try all("name = $1 AND provider = $2 AND organization_id = $3", [name, provider, organization])
    }

    package func delete(_ id: ConnectionID) throws {
        try connection.execute("DELETE FROM connections WHERE id = $1", [id])
    }

    package func page(_ request: PageRequest, of organization: OrganizationID) throws -> Page<ConnectionRecord> {
        try page(request, "organization_id = $1", [organization])
    }
}
