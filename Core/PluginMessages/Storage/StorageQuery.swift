/// A statement, in the SQL that SQLite and PostgreSQL share, with `$1`, `$2`, … for the arguments.
public struct StorageQuery: Codable, Sendable, Hashable {
    public let sql: String
    public let arguments: [StorageValue]

    public init(sql: String, arguments: [StorageValue]) {
        self.sql = sql
        self.arguments = arguments
    }
}
