/// A database that speaks the SQL that SQLite and PostgreSQL share, with `$1` placeholders.
///
/// The body of a transaction is synchronous: a use case cannot wait for a provider, or anything else than the
/// database, while it holds one. A driver whose database is far away runs bodies on threads of its own.
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

    /// How often the disk was waited for; `nil` where that is not known.
    var commits: UInt64? { get }

    /// The plugin whose database this is; `nil` for one that is built in.
    var plugin: String? { get }
}

extension StorageDriver {
    package var revision: UInt64? { nil }

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
}

extension SQLConnection {
    @discardableResult
    package func execute(_ sql: String) throws -> Int { try execute(sql, []) }

    package func query(_ sql: String) throws -> [SQLRow] { try query(sql, []) }
}
