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
    private let external: String?

    /// - Parameters:
    ///   - version: Of this program.
    ///   - external: The storage that has the installation, where that is not the embedded one.
    package init(of data: String, to target: String, includesKeys: Bool, version: String, external: String? = nil) {
        source = DataFolder(root: data, hasDatabase: external == nil)
        self.external = external
        self.target = target
        self.includesKeys = includesKeys
        self.version = version
    }

    /// - Throws: ``StartError``, ``BackupError`` or `StorageError`; the copy has no manifest then.
    package func run() throws -> BackupManifest {
        let sign = external == nil ? DataFolder.database : DataFolder.keys[0]
        guard FileManager.default.fileExists(atPath: "\(source.root)/\(sign)") else {
            throw StartError.noInstallation(source.root)
        }
        try checkRotation()
        try Self.requireEmpty(target, outside: source.root)
        try FileCopy.makeFolder(target)
        var files = CopiedFiles(source: source, target: target)
        try files.copyChanged()
        let databases = try hold()
        let keyID = try keyID(databases)
        let copies = try databases.map(copy)
        try files.copyChanged()
        try checkRotation()
        if includesKeys { try files.copyKeys() }
        let manifest = BackupManifest(
            format: BackupManifest.newestFormat, version: version, createdAt: Timestamp.now.iso8601, keyID: keyID,
            storage: external, includesKeys: includesKeys, files: (copies + files.all).sorted { $0.path < $1.path })
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

    private func keyID(_ databases: [SQLiteFile]) throws -> String {
        let known =
            external == nil
            ? try databases.first?.rows("SELECT key_id FROM installation").first?.first ?? nil
            : try MasterKey.load(from: KeyRotation.keyFile(in: source.root))?.id
        guard let known else { throw StartError.noInstallation(source.root) }
        return known
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
