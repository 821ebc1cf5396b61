import Storage

/// A version of a marketplace node that an organization has.
package struct NodeInstallationRecord: Record {
    package static let table = "node_installations"
    package static let columns = Columns { (column) throws(StorageError) in
        try NodeInstallationRecord(
            organization: column("organization_id", \.organization),
            node: column("node", \.node),
            version: column("version", \.version),
            isCurrent: column("is_current", \.isCurrent),
            createdAt: column("created_at", \.createdAt),
            updatedAt: column("updated_at", \.updatedAt))
    }

    package let organization: OrganizationID
    package let node: String
    package let version: String
    /// Whether new work uses it; others are kept for documents that name them, and to go back to.
    package let isCurrent: Bool
    package let createdAt: Timestamp
    /// When it became current, or ceased to be.
    package let updatedAt: Timestamp
}

extension Table where Row == NodeInstallationRecord {
    /// By node, the current version first, then the one that was current last.
    package func all(of organization: OrganizationID) throws -> [NodeInstallationRecord] {
        try all("organization_id = $1 ORDER BY node, is_current DESC, updated_at DESC", [organization])
    }

    /// Of every organization.
    package func all() throws -> [NodeInstallationRecord] { try all("1 = 1 ORDER BY organization_id, node", []) }

    /// The current version first, then the one that was current last.
    package func all(of organization: OrganizationID, node: String) throws -> [NodeInstallationRecord] {
        try all(
            "organization_id = $1 AND node = $2 ORDER BY is_current DESC, updated_at DESC", [organization, node])
    }

    /// Makes a version the one that new work uses; the one that was is kept.
    package func makeCurrent(
        _ version: String, of node: String, for organization: OrganizationID, at now: Timestamp
    ) throws {
        try connection.execute(
            """
            UPDATE node_installations SET is_current = 0, updated_at = $3
                WHERE organization_id = $1 AND node = $2 AND is_current = 1
            """, [organization, node, now])
        let isThere =
            try connection.execute(
                """
                UPDATE node_installations SET is_current = 1, updated_at = $4
                    WHERE organization_id = $1 AND node = $2 AND version = $3
                """, [organization, node, version, now]) > 0
        guard !isThere else { return }
        try insert(
            NodeInstallationRecord(
                organization: organization, node: node, version: version, isCurrent: true, createdAt: now,
                updatedAt: now))
    }

    package func remove(_ version: String, of node: String, for organization: OrganizationID) throws {
        try connection.execute(
            "DELETE FROM node_installations WHERE organization_id = $1 AND node = $2 AND version = $3",
            [organization, node, version])
    }
}
