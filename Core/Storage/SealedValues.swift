/// The values of one column that are sealed, whatever they hold.
package struct SealedValues {
    package struct Value: Sendable {
        package let row: String
        package let sealed: String
    }

    private let connection: any SQLConnection
    private let table: String
    private let column: String
    private let condition: String

    /// - Parameter condition: Which rows have one, in SQL.
    package init(table: String, column: String, where condition: String, in connection: any SQLConnection) {
        self.connection = connection
        self.table = table
        self.column = column
        self.condition = condition
    }

    /// Some of those that do not begin like this.
    package func without(prefix: String, limit: Int) throws -> [Value] {
        try connection.query(
            "SELECT id, \(column) AS sealed FROM \(table) WHERE \(condition) AND \(column) NOT LIKE $1 LIMIT $2",
            [prefix + "%", limit]
        ).map { Value(row: try $0["id"], sealed: try $0["sealed"]) }
    }

    /// Whether one begins like this.
    package func has(prefix: String) throws -> Bool {
        try !connection.query(
            "SELECT id FROM \(table) WHERE \(condition) AND \(column) LIKE $1 LIMIT 1", [prefix + "%"]
        ).isEmpty
    }

    package func count() throws -> Int {
        try connection.query("SELECT COUNT(*) AS count FROM \(table) WHERE \(condition)").first?["count"] ?? 0
    }

    package func set(_ sealed: String, of row: String) throws {
        try connection.execute("UPDATE \(table) SET \(column) = $2 WHERE id = $1", [row, sealed])
    }
}
