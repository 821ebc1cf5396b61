import Storage

/// An account at a vendor.
package struct CredentialRecord: ListedRecord {
    package static let table = "credentials"
    package static let columns = Columns { (column) throws(StorageError) in
        try CredentialRecord(
            id: column("id", \.id),
            organization: column("organization_id", \.organization),
            project: column("project_id", \.project),
            name: column.folded("name", \.name),
            type: column("type", \.type),
            values: column("sealed_values", \.values),
            state: column("state", \.state),
            createdAt: column("created_at", \.createdAt),
            updatedAt: column("updated_at", \.updatedAt))
    }

    package let id: CredentialID
    package let organization: OrganizationID
    /// `nil`: every project of the organization sees it.
    package let project: ProjectID?
    package var name: String
    package let type: String
    /// Sealed JSON.
    package var values: String
    /// See ``VendorCredential/State``.
    package var state: String
    package let createdAt: Timestamp
    package var updatedAt: Timestamp
}

extension Table where Row == CredentialRecord {
    package func find(_ id: CredentialID) throws -> CredentialRecord? { try first("id = $1", [id]) }

    package func find(_ id: CredentialID, of organization: OrganizationID) throws -> CredentialRecord? {
        try first("id = $1 AND organization_id = $2", [id, organization])
    }

    /// Those that a project's workflows can name, of each name one: the project's own, or else the organization's.
    package func all(visibleTo project: ProjectID, of organization: OrganizationID) throws -> [CredentialRecord] {
        let all = try all(
            "organization_id = $1 AND (project_id IS NULL OR project_id = $2) ORDER BY name", [organization, project])
        let own = Set(all.filter { $0.project != nil }.map(\.name))
        return all.filter { $0.project != nil || !own.contains($0.name) }
    }

    /// - Parameter project: `nil` lists those of the whole organization.
    package func page(
        _ request: PageRequest, of organization: OrganizationID, project: ProjectID?
    ) throws -> Page<CredentialRecord> {
        try page(
            request, "organization_id = $1 AND COALESCE(project_id, '') = $2", [organization, project?.text ?? ""])
    }

    package func delete(_ id: CredentialID) throws {
        try connection.execute("DELETE FROM credentials WHERE id = $1", [id])
    }
}
