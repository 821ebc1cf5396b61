/// An open transaction: it executes statements one after another, and is then committed or rolled back.
public protocol StorageTransaction: Sendable {
    /// Executes one statement, with `$1`, `$2`, … as placeholders for the arguments.
    /// - Throws: ``PluginFailure`` with code `storage.duplicate` for a row that exists already, `storage.constraint`
    ///   for a violation of another constraint, `storage.conflict` when the transaction must be repeated,
    ///   `storage.busy` when another program holds the database, `storage.unavailable` when it cannot be reached,
    ///   `storage.full` and `storage.readOnly`. The server ends the transaction with ``rollback()`` after any.
    func execute(_ sql: String, _ arguments: [StorageValue]) async throws -> StorageResult

    /// Executes several statements one after another. By default each by itself; a storage whose database is far away can
    /// send them in one round trip.
    /// - Returns: The result of each, in their order.
    /// - Throws: The failure of the first that failed, as ``execute(_:_:)`` does; none after it was executed.
    func execute(_ statements: [StorageQuery]) async throws -> [StorageResult]

    /// Commits the changes. If this throws, no change is kept.
    func commit() async throws

    /// Rolls back all changes.
    func rollback() async throws
}

extension StorageTransaction {
    /// Executes each statement by itself.
    public func execute(_ statements: [StorageQuery]) async throws -> [StorageResult] {
        var results: [StorageResult] = []
        for statement in statements { results.append(try await execute(statement.sql, statement.arguments)) }
        return results
    }
}
