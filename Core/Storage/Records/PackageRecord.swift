/// A marketplace package on this server's disk.
package struct PackageRecord: Record {
    package static let table = "packages"
    package static let columns = [
        "node", "version", "path", "size", "sha256", "key_id", "registry", "created_at",
    ]

    package let node: String
    package let version: String
    /// Below the folder of packages.
    package let path: String
    /// Bytes.
    package let size: Int
    package let sha256: String
    /// Of the publisher who signed it.
    package let keyID: String?
    /// Where it came from.
    package let registry: String
    package let createdAt: Timestamp

    package init(
        node: String, version: String, path: String, size: Int, sha256: String, keyID: String?, registry: String,
        createdAt: Timestamp
    ) {
        self.node = node
        self.version = version
        self.path = path
        self.size = size
        self.sha256 = sha256
        self.keyID = keyID
        self.registry = registry
        self.createdAt = createdAt
    }

    package init(row: SQLRow) throws(StorageError) {
        node = try row["node"]
        version = try row["version"]
        path = try row["path"]
        size = try row["size"]
        sha256 = try row["sha256"]
        keyID = try row["key_id"]
        registry = try row["registry"]
        createdAt = try row["created_at"]
    }

    package var values: [any SQLConvertible] {
        [node, version, path, size, sha256, keyID, registry, createdAt]
    }
}

extension Table where Row == PackageRecord {
    package func all() throws -> [PackageRecord] { try all("1 = 1 ORDER BY node, version", []) }

    package func find(node: String, version: String) throws -> PackageRecord? {
        try first("node = $1 AND version = $2", [node, version])
    }

    /// Takes away the packages that no organization has.
    /// - Returns: Those.
    package func removeUnused() throws -> [PackageRecord] {
        let unused = """
            NOT EXISTS (SELECT 1 FROM node_installations installation
                WHERE installation.node = packages.node AND installation.version = packages.version)
            """
        let packages = try all(unused, [])
        try connection.execute("DELETE FROM packages WHERE \(unused)")
        return packages
    }
}
