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
