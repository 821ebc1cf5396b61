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
