/// A database that the server can keep everything in: `millrace serve --storage ID`.
public protocol StoragePlugin: Sendable {
    /// What the storage is: the id that `--storage` selects it by, and its settings.
    static var definition: StorageDefinition { get }

    /// Makes it; quick, and without effects outside the process.
    init(services: PluginServices) throws

    /// Begins a transaction; the server has one that writes at a time, and several that only read.
    func begin(writes: Bool) async throws -> any StorageTransaction
}

/// A transaction that has begun: statements one after the other, and then one of the ends.
public protocol StorageTransaction: Sendable {
    /// Runs one statement, with `$1`, `$2`, … for the arguments.
    /// - Throws: ``PluginFailure`` with code `storage.duplicate` for a row that exists already, `storage.constraint`
    ///   for another constraint that does not hold.
    func execute(_ sql: String, _ arguments: [StorageValue]) async throws -> StorageResult

    /// Keeps what was done. When this throws nothing is kept.
    func commit() async throws

    /// Undoes everything.
    func rollback() async throws
}
