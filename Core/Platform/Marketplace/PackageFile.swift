import FoundationEssentials
import Storage

/// The file of a package in the database, where servers of one database find it.
struct PackageFile: Sendable {
    /// Bytes of a row: what the database is sent at a time.
    private static let partSize = 384 << 10

    private let sha256: String
    private let parts: [String]

    init(_ package: PackageRecord, _ bytes: [UInt8]) {
        sha256 = package.sha256
        parts = stride(from: 0, to: bytes.count, by: Self.partSize).map { start in
            Data(bytes[start..<min(start + Self.partSize, bytes.count)]).base64EncodedString()
        }
    }

    /// Writes the file, unless the database has it.
    func insert(in database: any SQLConnection) throws {
        guard try !Self.isKept(sha256, in: database) else { return }
        for (number, part) in parts.enumerated() {
            try database.execute(
                "INSERT INTO package_parts (sha256, part, content) VALUES ($1, $2, $3)", [sha256, number, part])
        }
    }

    static func isKept(_ sha256: String, in database: any SQLConnection) throws -> Bool {
        try !database.query("SELECT part FROM package_parts WHERE sha256 = $1 AND part = 0", [sha256]).isEmpty
    }

    /// - Returns: A part of a file; `nil` after the last one.
    static func part(_ number: Int, of sha256: String, in database: any SQLConnection) throws -> [UInt8]? {
        let rows = try database.query(
            "SELECT content FROM package_parts WHERE sha256 = $1 AND part = $2", [sha256, number])
        guard let row = rows.first else { return nil }
        let text: String = try row["content"]
        return Data(base64Encoded: text).map(Array.init)
    }

    /// Takes away the files of packages that no organization has any more.
    static func removeUnused(in database: any SQLConnection) throws {
        try database.execute(
            """
            DELETE FROM package_parts WHERE NOT EXISTS (
                SELECT 1 FROM packages WHERE packages.sha256 = package_parts.sha256)
            """)
    }
}
