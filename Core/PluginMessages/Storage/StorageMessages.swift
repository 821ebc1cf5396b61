/// `storage.begin`: a transaction is to begin. The answer is ``StorageBegun``.
public struct StorageBegin: Codable, Sendable {
    /// The ``StorageDefinition``'s.
    public let driver: String
    /// Whether it writes: then it sees, and keeps, what all that wrote before it have done.
    public let writes: Bool
    /// What is executed as soon as it has begun, one after the other. When one fails, the transaction is undone, and has not
    /// begun. A plugin that does not know the member begins a transaction, and is sent the statements after that.
    public let statements: [StorageQuery]?

    public init(driver: String, writes: Bool, statements: [StorageQuery]? = nil) {
        self.driver = driver
        self.writes = writes
        self.statements = statements
    }
}

/// A transaction that has begun, and what its first statements did.
public struct StorageBegun: Codable, Sendable {
    public let transaction: Int
    /// Those of ``StorageBegin/statements``, in their order; `nil` when none was executed.
    public let results: [StorageResult]?

    public init(_ transaction: Int, results: [StorageResult]? = nil) {
        self.transaction = transaction
        self.results = results
    }
}

/// A transaction that has begun; `storage.commit` and `storage.rollback` end it.
public struct StorageTransactionID: Codable, Sendable, Hashable {
    public let transaction: Int

    public init(_ transaction: Int) { self.transaction = transaction }
}

/// A statement, in the SQL that SQLite and PostgreSQL share, with `$1`, `$2`, … for the arguments.
public struct StorageQuery: Codable, Sendable, Hashable {
    public let sql: String
    public let arguments: [StorageValue]

    public init(sql: String, arguments: [StorageValue]) {
        self.sql = sql
        self.arguments = arguments
    }
}

/// `storage.execute`: a statement inside a transaction, or several.
public struct StorageStatement: Codable, Sendable {
    public let transaction: Int
    /// In the SQL that SQLite and PostgreSQL share, with `$1`, `$2`, … for the arguments.
    public let sql: String
    public let arguments: [StorageValue]
    /// What is executed after it, in one round trip where the database can do that. A plugin that does not know the member
    /// executes the first, and is sent the others one by one.
    public let more: [StorageQuery]?

    public init(transaction: Int, sql: String, arguments: [StorageValue], more: [StorageQuery]? = nil) {
        self.transaction = transaction
        self.sql = sql
        self.arguments = arguments
        self.more = more
    }
}

/// What a statement did and found. A row that exists already fails with `storage.duplicate`, another constraint
/// with `storage.constraint`, and what is to be repeated from its beginning with `storage.conflict`.
public struct StorageResult: Codable, Sendable {
    /// Rows that were changed.
    public let changes: Int
    public let columns: [String]
    public let rows: [[StorageValue]]
    /// The results of ``StorageStatement/more``, in their order.
    public let more: [StorageResult]?

    public init(
        changes: Int, columns: [String] = [], rows: [[StorageValue]] = [], more: [StorageResult]? = nil
    ) {
        self.changes = changes
        self.columns = columns
        self.rows = rows
        self.more = more
    }
}
