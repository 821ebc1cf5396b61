import Storage

/// A connection to a provider.
package struct ConnectionRecord: ListedRecord {
    package static let table = "connections"
    package static let columns = Columns { (column) throws(StorageError) in
        try ConnectionRecord(
            id: column("id", \.id),
            organization: column("organization_id", \.organization),
            provider: column("provider", \.provider),
            name: column.folded("name", \.name),
            credentials: column("credentials", \.credentials),
            credentialNames: column("credential_names", \.credentialNames),
            createdAt: column("created_at", \.createdAt),
            updatedAt: column("updated_at", \.updatedAt))
    }

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

    /// Those of all organizations.
    package func all(to providers: [String]) throws -> [ConnectionRecord] {
        try providers.flatMap { try all("provider = $1 ORDER BY created_at, id", [$0]) }
    }

    package func delete(_ id: ConnectionID) throws {
        try connection.execute("DELETE FROM connections WHERE id = $1", [id])
    }

    package func page(_ request: PageRequest, of organization: OrganizationID) throws -> Page<ConnectionRecord> {
        try page(request, "organization_id = $1", [organization])
    }
}
