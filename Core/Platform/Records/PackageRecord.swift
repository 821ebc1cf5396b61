import JSON
import Marketplace
import Storage

/// A marketplace package on this server's disk.
package struct PackageRecord: Record {
    package static let table = "packages"
    package static let columns = Columns { (column) throws(StorageError) in
        try PackageRecord(
            node: column("node", \.node),
            version: column("version", \.version),
            path: column("path", \.path),
            size: column("size", \.size),
            sha256: column("sha256", \.sha256),
            keyID: column("key_id", \.keyID),
            registry: column("registry", \.registry),
            contents: column("contents", \.contents),
            createdAt: column("created_at", \.createdAt))
    }

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
    /// A JSON object, ``PackageContents``; `nil` for a node that was installed before packages had more.
    package var contents: String?
    package let createdAt: Timestamp
}

extension Table where Row == PackageRecord {
    package func all() throws -> [PackageRecord] { try all("1 = 1 ORDER BY node, version", []) }

    package func find(node: String, version: String) throws -> PackageRecord? {
        try first("node = $1 AND version = $2", [node, version])
    }

    /// Keeps what a package contributes.
    package func note(_ package: PackageRecord) throws {
        try connection.execute(
            "UPDATE packages SET contents = $3 WHERE node = $1 AND version = $2",
            [package.node, package.version, package.contents])
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

extension PackageRecord {
    /// What it contributes, as it was noted.
    func contents(as package: String) -> PackageContents {
        contents.flatMap { try? JSONValue(parsing: $0).decode() }
            ?? PackageContents(nodes: [.init(id: package, version: version)])
    }
}

extension SQLConnection {
    /// What a version of a package contributes.
    func contents(of package: String, _ version: String) throws -> PackageContents {
        try Table(PackageRecord.self, in: self).find(node: package, version: version)?.contents(as: package)
            ?? PackageContents(nodes: [.init(id: package, version: version)])
    }
}
