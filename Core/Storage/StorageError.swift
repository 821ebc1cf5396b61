import Values

/// What can go wrong in the database.
package enum StorageError: Error, Sendable, Hashable, CustomStringConvertible {
    /// A row exists already with these values.
    case duplicate(String)
    /// A constraint other than uniqueness does not hold.
    case constraint(String)
    /// A column is missing or of another type: the schema and the program do not fit.
    case column(String, String)
    /// A newer version of this program has migrated the database: migrations that this one does not know, and the version where
    /// it is known.
    case newerSchema([String], version: String?)
    /// Another program, such as a backup, holds the database for longer than a write waits.
    case busy(String)
    /// Another transaction came in between, each time that this one was repeated.
    case conflict(String)
    /// The database cannot be reached. Nothing was changed, or only the answer to a change was lost.
    case unavailable(String)
    /// A text that no database must have: U+0000, which some cannot keep.
    case text(String)
    /// The disk has no room: nothing can be written, and everything can be read.
    case full(String)
    /// The disk or the file cannot be written; everything can be read.
    case readOnly(String)
    /// The driver's own failure.
    case driver(String)

    /// Stable, for programs.
    package var code: String {
        switch self {
        case .duplicate: "storage.duplicate"
        case .constraint: "storage.constraint"
        case .column: "storage.column"
        case .newerSchema: "storage.newerSchema"
        case .busy: "storage.busy"
        case .conflict: "storage.conflict"
        case .unavailable: "storage.unavailable"
        case .text: "storage.text"
        case .full: "storage.full"
        case .readOnly: "storage.readOnly"
        case .driver: "storage.driver"
        }
    }

    /// Whether the same transaction may succeed some time later.
    package var isTemporary: Bool {
        switch self {
        case .busy, .conflict, .unavailable: true
        default: false
        }
    }

    package var description: String {
        switch self {
        case .duplicate(let what): "Already exists: \(what)"
        case .constraint(let what): "The database rejected the change: \(what)"
        case .column(let name, let problem): "The column \(name) \(problem)"
        case .newerSchema(let names, let version):
            "The database was migrated by \(version.map { "Millrace \($0)" } ?? "a newer version") "
                + "(\(names.joined(separator: ", "))), and this is \(MillraceRelease.version). Start "
                + "\(version.map { "\($0) or a later version" } ?? "that version"), or restore the copy from before it "
                + "(\(MillraceRelease.upgradeFolder), or a backup)."
        case .busy(let message): "The database is in use by another program: \(message)"
        case .conflict(let message): "Concurrent changes conflicted: \(message)"
        case .unavailable(let message): "The database cannot be reached: \(message)"
        case .text(let message): "The database cannot store the text: \(message)"
        case .full(let message): "The disk of the database is full: \(message)"
        case .readOnly(let message): "The database cannot be written: \(message)"
        case .driver(let message): "The database failed: \(message)"
        }
    }
}
