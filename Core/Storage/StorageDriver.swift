/// A database that speaks the SQL that SQLite and PostgreSQL share, with `$1` placeholders.
///
/// The body of a transaction is synchronous: a use case cannot wait for a provider, or anything else than the
/// database, while it holds one. A driver whose database is far away runs bodies on threads of its own.
///
/// Isolation: ``transaction(_:)`` is serializable with all others that write, of this process and of any other server of the
/// database: bodies run one after the other, or as if. ``read(_:)`` sees one committed state, from its first statement to
/// its last, and everything that was committed before it began. A driver that cannot know this in advance fails with
/// ``StorageError/conflict(_:)`` and keeps nothing, after it has repeated the body some times; bodies have no effects
/// besides their statements. A statement that fails ends the transaction: the body must throw.
///
/// Texts are compared and sorted by their bytes in UTF-8 (collation `C`), and have no U+0000.
package protocol StorageDriver: Sendable {
    /// Runs `body` on one unchanging state of the database.
    func read<Result: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result

    /// Runs `body` in a transaction of its own, one after the other with all others that write. Everything it
    /// did is undone when it throws.
    func transaction<Result: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result

    /// Lets go of the database; calls after that fail.
    func close() throws

    /// Counts what is committed: what was read stays right as long as this stays the same. `nil` while a transaction is
    /// under way, and always where others may write to the database, too.
    var revision: UInt64? { get }

    /// Whether other servers may write to the database: what was read from it is old after a moment.
    var isShared: Bool { get }

    /// How often the disk was waited for; `nil` where that is not known.
    var commits: UInt64? { get }

    /// The plugin whose database this is; `nil` for one that is built in.
    var plugin: String? { get }
}

extension StorageDriver {
    package var revision: UInt64? { nil }

    package var isShared: Bool { false }

    package var commits: UInt64? { nil }

    package var plugin: String? { nil }
}
