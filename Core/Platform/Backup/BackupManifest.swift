import Crypto
import FoundationEssentials
import JSON
import Values

/// What a copy of a data directory consists of: the last file that a backup writes.
package struct BackupManifest: Codable, Sendable {
    package struct File: Codable, Sendable, Hashable {
        /// Relative to the copy, and to the data directory.
        package let path: String
        /// Bytes.
        package let size: Int
        /// In hexadecimal digits; of a link's target, where it is one.
        package let sha256: String
        /// Of the owner only.
        package let mode: Int
        /// What a symbolic link leads to.
        package var link: String?
        /// Of a database: the migrations of its schema.
        package var schema: [String]?
    }

    static let fileName = "backup.json"
    static let newestFormat = 1

    package let format: Int
    /// Of the program that made it.
    package let version: String
    package let createdAt: String
    /// The master key that opens its secrets.
    package let keyID: String
    /// The storage that has the installation, where its database is not in the copy.
    package var storage: String?
    /// Whether the copy has that key.
    package let includesKeys: Bool
    package let files: [File]

    package var bytes: Int { files.reduce(0) { $0 + $1.size } }

    /// Reads the manifest of a copy.
    /// - Throws: ``BackupError``
    static func read(from folder: String) throws -> BackupManifest {
        let path = "\(folder)/\(fileName)"
        guard let data = FileManager.default.contents(atPath: path) else { throw BackupError.unfinished(folder) }
        guard let sealed = try? JSONValue(parsing: data), let content = sealed["backup"],
            sealed["sha256"]?.string == digest(content)
        else { throw BackupError.altered([fileName], of: folder) }
        if let format = content["format"]?.int, format > newestFormat {
            throw BackupError.newer(folder, version: content["version"]?.string ?? "?")
        }
        do { return try content.decode() } catch { throw BackupError.altered([fileName], of: folder) }
    }

    /// The text of the file, with a digest of what it says.
    func text() throws -> String {
        let content = try JSONValue(encoding: self)
        return JSONValue.object(["backup": content, "sha256": .string(Self.digest(content))]).text
    }

    private static func digest(_ content: JSONValue) -> String { Hex.text(SHA256.hash(data: content.bytes)) }
}
