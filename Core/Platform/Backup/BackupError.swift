import Errors

/// Why a data directory cannot be copied, or a copy not be restored.
package typealias BackupError = CodedError<BackupArea>

/// The area of ``BackupError``.
package enum BackupArea {}

extension BackupError {
    /// Names in a message.
    private static let mostNames = 10

    /// A folder that is written to holds something.
    package static func notEmpty(_ path: String) -> BackupError {
        BackupError(.backupNotEmpty, "\(path) is not empty. Choose a folder that does not exist or is empty.")
    }

    package static func inside(_ path: String, of data: String) -> BackupError {
        BackupError(.backupNotEmpty, "\(path) is in the data directory \(data). Choose a folder outside of it.")
    }

    package static func file(_ path: String, _ problem: String) -> BackupError {
        BackupError(.backupFile, "\(path): \(problem)")
    }

    package static func damaged(_ path: String, _ problems: [String]) -> BackupError {
        BackupError(
            .backupDamaged,
            "The database \(path) is damaged (\(problems.joined(separator: "; "))). Run millrace doctor, and restore an "
                + "earlier backup.")
    }

    /// Secrets are being sealed with another key.
    package static func rotation(_ data: String) -> BackupError {
        BackupError(
            .backupRotation,
            "A rotation of the master key of \(data) is not complete. Complete it with millrace keys rotate, or start the "
                + "server, then back up.")
    }

    /// The backup that made the copy did not reach its end.
    package static func unfinished(_ folder: String) -> BackupError {
        BackupError(
            .backupIncomplete,
            "\(folder) is not a complete backup: backup.json is missing. The backup was interrupted, or the folder is "
                + "another one; use another backup.")
    }

    package static func incomplete(_ names: [String], of folder: String) -> BackupError {
        BackupError(
            .backupIncomplete, "The backup \(folder) lacks \(list(names)). Copy it again, or use another backup.")
    }

    package static func altered(_ names: [String], of folder: String) -> BackupError {
        BackupError(
            .backupAltered,
            "The backup \(folder) was altered: \(list(names)). Copy it again, or use another backup.")
    }

    package static func newer(_ folder: String, version: String) -> BackupError {
        BackupError(
            .backupNewer, "The backup \(folder) was made by a newer version. Restore it with millrace \(version).")
    }

    /// Keys are kept apart from the copy.
    package static func keyNeeded(_ id: String) -> BackupError {
        BackupError(
            .backupKey,
            "The backup does not contain the master key \(id). Pass the file of the key with --master-key.")
    }

    package static func otherKey(_ path: String, needed: String) -> BackupError {
        BackupError(
            .backupKey,
            "\(path) is not the master key of this backup, which is \(needed). Pass the file of that key with --master-key."
        )
    }

    private static func list(_ names: [String]) -> String {
        let rest = names.count - mostNames
        return names.prefix(mostNames).joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
    }
}
