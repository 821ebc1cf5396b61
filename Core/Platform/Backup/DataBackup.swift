import FoundationEssentials
import Storage

/// Copies a data directory to another folder while a server uses it.
///
/// The states of all databases are held at once, then copied (``DataFolder/databases()`` says in which order). Files come
/// before and after: what a database names was written before the database named it, and is removed after; so a file that
/// is removed meanwhile is in the first pass, and one that is new in the second. The copy may hold files that no database
/// names; a start removes those.
package struct DataBackup: Sendable {
    private let source: DataFolder
    private let target: String
    private let includesKeys: Bool
    private let version: String

    /// - Parameter version: Of this program.
    package init(of data: String, to target: String, includesKeys: Bool, version: String) {
        source = DataFolder(root: data)
        self.target = target
        self.includesKeys = includesKeys
        self.version = version
    }

    /// - Throws: ``StartError``, ``BackupError`` or `StorageError`; the copy has no manifest then.
    package func run() throws -> BackupManifest {
        guard FileManager.default.fileExists(atPath: "\(source.root)/\(DataFolder.database)") else {
            throw StartError.noInstallation(source.root)
        }
        try checkRotation()
        try Self.requireEmpty(target, outside: source.root)
        try FileCopy.makeFolder(target)
        var files = CopiedFiles(source: source, target: target)
        try files.copyChanged()
        let databases = try hold()
        let keyID = try databases.first?.rows("SELECT key_id FROM installation").first?.first ?? nil
        guard let keyID else { throw StartError.noInstallation(source.root) }
        let copies = try databases.map(copy)
        try files.copyChanged()
        try checkRotation()
        if includesKeys { try files.copyKeys() }
        let manifest = BackupManifest(
            format: BackupManifest.newestFormat, version: version, createdAt: Timestamp.now.iso8601, keyID: keyID,
            includesKeys: includesKeys, files: (copies + files.all).sorted { $0.path < $1.path })
        try PrivateFile(path: "\(target)/\(BackupManifest.fileName)").write(manifest.text())
        return manifest
    }

    /// - Throws: ``BackupError/notEmpty(_:)``
    static func requireEmpty(_ folder: String, outside data: String? = nil) throws(BackupError) {
        if let data, "\(folder)/".hasPrefix("\(data)/") { throw .inside(folder, of: data) }
        guard FileManager.default.fileExists(atPath: folder) else { return }
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder), names.isEmpty else {
            throw .notEmpty(folder)
        }
    }

    /// Values that are sealed with two keys would need both.
    private func checkRotation() throws(BackupError) {
        guard !FileManager.default.fileExists(atPath: "\(source.root)/\(DataFolder.nextKey)") else {
            throw .rotation(source.root)
        }
    }

    /// All databases, as they are now.
    private func hold() throws -> [SQLiteFile] {
        OpenFiles.allowMost()
        return try source.databases().map { item in
            let file = try SQLiteFile(source.path(item))
            try file.hold()
            return file
        }
    }

    private func copy(_ database: SQLiteFile) throws -> BackupManifest.File {
        let path = String(database.path.dropFirst(source.root.count + 1))
        let copy = "\(target)/\(path)"
        try FileCopy.makeFolder(of: copy)
        try PrivateFile.create(copy)
        try database.copy(to: copy)
        try FileCopy.sync(copy)
        let damage = try SQLiteFile(copy, isImmutable: true).damage(checksReferences: path == DataFolder.database)
        guard damage.isEmpty else { throw BackupError.damaged(path, damage) }
        guard let content = try FileCopy.content(of: copy) else { throw BackupError.file(copy, "it disappeared") }
        return BackupManifest.File(
            path: path, size: content.size, sha256: content.sha256, mode: 0o600, schema: try database.migrations())
    }
}
