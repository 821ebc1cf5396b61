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
    /// What the storage is: the id that `--storage` selects it by, and its settings.
    static var definition: StorageDefinition { get }

    /// Makes it; quick, and without effects outside the process.
    init(services: PluginServices) throws

    /// Begins a transaction.
    func begin(writes: Bool) async throws -> any StorageTransaction

    /// The server stops: closes what nobody uses. What other plugins report while they stop may still be written.
    func shutdown() async
}

extension StoragePlugin {
    public func shutdown() async {}
}

/// A transaction that has begun: statements one after the other, and then one of the ends.
public protocol StorageTransaction: Sendable {
    /// Runs one statement, with `$1`, `$2`, … for the arguments.
    /// - Throws: ``PluginFailure`` with code `storage.duplicate` for a row that exists already, `storage.constraint`
    ///   for another constraint that does not hold, `storage.conflict` when the transaction is to be repeated,
    ///   `storage.busy` when another program holds the database, `storage.unavailable` when it cannot be reached,
    ///   `storage.full` and `storage.readOnly`. The server ends the transaction with ``rollback()`` after any.
    func execute(_ sql: String, _ arguments: [StorageValue]) async throws -> StorageResult

    /// Keeps what was done. When this throws nothing is kept.
    func commit() async throws

    /// Undoes everything.
    func rollback() async throws
}
