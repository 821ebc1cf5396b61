/// `storage.begin`: a transaction is to begin. The answer is ``StorageTransactionID``.
public struct StorageBegin: Codable, Sendable {
    /// The ``StorageDefinition``'s.
    public let driver: String
    /// Whether it writes: then it sees, and keeps, what all that wrote before it have done.
    public let writes: Bool

    public init(driver: String, writes: Bool) {
        self.driver = driver
        self.writes = writes
    }
}

/// A transaction that has begun; `storage.commit` and `storage.rollback` end it.
public struct StorageTransactionID: Codable, Sendable, Hashable {
    public let transaction: Int

    public init(_ transaction: Int) { self.transaction = transaction }
}

/// `storage.execute`: one statement inside a transaction.
public struct StorageStatement: Codable, Sendable {
    public let transaction: Int
    /// In the SQL that SQLite and PostgreSQL share, with `$1`, `$2`, … for the arguments.
    public let sql: String
    public let arguments: [StorageValue]

    public init(transaction: Int, sql: String, arguments: [StorageValue]) {
        self.transaction = transaction
        self.sql = sql
        self.arguments = arguments
    }
}

/// What a statement did and found. A row that exists already fails with `storage.duplicate`, another constraint
/// with `storage.constraint`, and what is to be repeated from its beginning with `storage.conflict`.
public struct StorageResult: Codable, Sendable {
    /// Rows that were changed.
    public let changes: Int
    public let columns: [String]
    public let rows: [[StorageValue]]

    public init(changes: Int, columns: [String] = [], rows: [[StorageValue]] = []) {
        self.changes = changes
        self.columns = columns
        self.rows = rows
    }
}
