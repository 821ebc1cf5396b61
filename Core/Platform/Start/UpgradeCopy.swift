import Errors
import FoundationEssentials
import Storage
import Values

/// A copy of the embedded database from before its schema changes, so that an upgrade can be undone.
package struct UpgradeCopy: Sendable {
    private let database: String
    private let migrations: [String]

    /// - Parameters:
    ///   - database: The path of the file.
    ///   - migrations: Of this program.
    package init(of database: String, migrations: [Migration] = Migration.all) {
        self.database = database
        self.migrations = migrations.map(\.name)
    }

    /// Copies the database when a migration is due; nobody may be writing it. A copy of the same schema is replaced.
    /// - Throws: `StorageError.newerSchema` for a database that this program cannot open, and ``StartError`` when it cannot be
    ///   copied: the start ends, and nothing has changed.
    /// - Returns: The path of the copy; `nil` when no migration is due.
    package func make() throws -> String? {
        guard FileManager.default.fileExists(atPath: database), SQLiteFile.isDatabase(database) else { return nil }
        let file = try SQLiteFile(database)
        let applied = try file.migrations(knowing: migrations)
        guard let last = applied.last, applied.count < migrations.count else { return nil }
        let parent = URL(filePath: database).deletingLastPathComponent()
        let folder = parent.appending(path: MillraceRelease.upgradeFolder).path
        let name = URL(filePath: database).deletingPathExtension().lastPathComponent
        let copy = "\(folder)/\(name)-\(last).sqlite"
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            let draft = "\(copy).new"
            try? FileManager.default.removeItem(atPath: draft)
            try PrivateFile.create(draft)
            try file.copy(to: draft)
            try FileCopy.sync(draft)
            try? FileManager.default.removeItem(atPath: copy)
            try FileManager.default.moveItem(atPath: draft, toPath: copy)
            // It has its name on the disk before the database changes.
            try FileCopy.sync(folder)
            try FileCopy.sync(parent.path)
        } catch {
            throw StartError.upgradeCopy(copy, FileProblem.reason(of: error))
        }
        return copy
    }
}
