/// A database that the server can keep everything in: `millrace serve --storage ID`.
///
/// The contract, beside the SQL that SQLite and PostgreSQL share:
/// - Transactions that write are serializable with each other, also with those of other servers of the same database:
///   one waits for another, or fails with `storage.conflict` and keeps nothing. The server repeats it then, a few times.
/// - A transaction that reads sees one committed state, with everything that was committed before it began.
/// - Texts are compared and sorted by their bytes in UTF-8. The server sends none with U+0000.
/// - The server has one transaction that writes at a time and some that read, and waits for each statement. What blocks
///   does so on threads of its own, never on those of the concurrency pool.
public protocol StoragePlugin: Sendable {
    /// The storage's definition: the id that `--storage` selects, and its settings.
    static var definition: StorageDefinition { get }

    /// Creates the storage. Return quickly, and cause no effects outside the process.
    init(services: PluginServices) throws

    /// Begins a transaction.
    /// - Parameter writes: Whether the transaction changes data.
    func begin(writes: Bool) async throws -> any StorageTransaction

    /// Closes unused connections when the server shuts down. Changes that other plugins report while they stop may
    /// still be written.
    func shutdown() async
}

extension StoragePlugin {
    /// Does nothing.
    public func shutdown() async {}
}

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
