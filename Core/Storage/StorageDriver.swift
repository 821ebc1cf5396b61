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

/// The database inside a transaction; not to be kept after it.
package protocol SQLConnection {
    /// Runs one statement.
    /// - Returns: The number of rows it changed.
    @discardableResult
    func execute(_ sql: String, _ arguments: [any SQLConvertible]) throws -> Int

    func query(_ sql: String, _ arguments: [any SQLConvertible]) throws -> [SQLRow]

    /// Whether each statement waits for a database that is elsewhere.
    var isRemote: Bool { get }

    /// Ends the transaction unless a query has a row; to be called before its first statement. Where the database is elsewhere,
    /// the query is in the round trip of that statement, and what the statement has done is undone with the transaction.
    /// - Throws: `failure`, here or from the first statement.
    func require(_ sql: String, _ arguments: [any SQLConvertible], or failure: StorageError) throws

    /// Executes queries in one round trip, and keeps their rows: ``query(_:_:)`` returns those of the same queries until
    /// something is written. Does nothing where that saves nothing.
    func prefetch(_ statements: [SQLStatement]) throws
}

extension SQLConnection {
    package var isRemote: Bool { false }

    package func prefetch(_ statements: [SQLStatement]) throws {}

    package func require(_ sql: String, _ arguments: [any SQLConvertible], or failure: StorageError) throws {
        guard try !query(sql, arguments).isEmpty else { throw failure }
    }

    /// Prefetches what some code reads.
    /// - Parameter queries: Finds no rows. Reads nothing that depends on what it finds.
    package func prefetch(_ queries: (any SQLConnection) throws -> Void) throws {
        guard isRemote else { return }
        let recorder = QueryRecorder()
        try queries(recorder)
        try prefetch(recorder.statements)
    }

    @discardableResult
    package func execute(_ sql: String) throws -> Int { try execute(sql, []) }

    package func query(_ sql: String) throws -> [SQLRow] { try query(sql, []) }
}
