import Foundation
import GRDB
import PluginMessages
import Values

/// Brings a journal's schema up to date, after a copy; a journal of a newer version is refused.
struct JournalUpgrade {
    private let migrator: DatabaseMigrator
    private let file: URL
    private let version: String

    /// - Parameter version: Of this program; kept with each migration that it runs, for programs that do not know it.
    init(_ migrator: DatabaseMigrator, file: URL, version: String = MillraceRelease.version) {
        self.migrator = migrator
        self.file = file
        self.version = version
    }

    /// - Throws: ``PluginFailure/newerData(_:)``, and ``PluginFailure/upgradeCopy(_:)``, after which nothing is changed.
    func run(on database: DatabasePool) throws {
        let applied = try database.read(migrator.appliedIdentifiers)
        try refuseNewer(applied, database)
        let due = migrator.migrations.filter { !applied.contains($0) }
        guard !due.isEmpty else { return }
        if let last = migrator.migrations.last(where: applied.contains) {
            try copy(database, number: applied.count, last)
        }
        try migrator.migrate(database)
        try database.write { database in
            try database.execute(
                sql: "CREATE TABLE IF NOT EXISTS schemaVersion (name TEXT PRIMARY KEY, version TEXT NOT NULL)")
            for name in due {
                try database.execute(
                    sql: "INSERT OR REPLACE INTO schemaVersion (name, version) VALUES (?, ?)",
                    arguments: [name, version])
            }
        }
    }

    private func refuseNewer(_ identifiers: Set<String>, _ database: DatabasePool) throws {
        let unknown = identifiers.subtracting(migrator.migrations)
        guard !unknown.isEmpty else { return }
        let needed = try database.read { database -> String? in
            guard try database.tableExists("schemaVersion") else { return nil }
            return try Row.fetchAll(database, sql: "SELECT name, version FROM schemaVersion")
                .filter { unknown.contains($0["name"]) }.map { $0["version"] as String }
                .max { SemanticVersion.isOlder($0, than: $1) }
        }
        throw PluginFailure.newerData(
            "The journal \(file.path) was written by \(needed.map { "Millrace \($0)" } ?? "a newer version") "
                + "(\(unknown.sorted().joined(separator: ", "))), and this is \(version). Start "
                + "\(needed.map { "\($0) or a later version" } ?? "that version"), or restore the copy from before it "
                + "(\(MillraceRelease.upgradeFolder), or a backup).")
    }

    /// The copy has its name on the disk before the journal changes.
    private static func sync(_ folder: URL) throws {
        let descriptor = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    }

    /// - Parameters:
    ///   - number: Of migrations that were applied.
    ///   - last: The last of them.
    private func copy(_ database: DatabasePool, number: Int, _ last: String) throws {
        let folder = file.deletingLastPathComponent().appending(path: MillraceRelease.upgradeFolder)
        let words = last.split { !$0.isLetter && !$0.isNumber }.joined(separator: "-")
        let copy = folder.appending(path: "journal-\(number)-\(words).sqlite")
        let draft = copy.appendingPathExtension("new")
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            try? FileManager.default.removeItem(at: draft)
            try Data().write(to: draft)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: draft.path)
            let target = try DatabaseQueue(path: draft.path)
            try database.backup(to: target)
            try target.close()
            try? FileManager.default.removeItem(at: copy)
            try FileManager.default.moveItem(at: draft, to: copy)
            try Self.sync(folder)
        } catch {
            throw PluginFailure.upgradeCopy(
                "The journal is upgraded by this version, and the copy \(copy.path) from before cannot be created: "
                    + "\(error). Free space on the disk, or make the folder writable; nothing was changed.")
        }
    }
}
