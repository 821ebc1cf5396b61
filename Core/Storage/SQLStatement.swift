/// A statement with its arguments.
package struct SQLStatement: Sendable, Hashable {
    package let sql: String
    package let arguments: [SQLValue]

    package init(_ sql: String, _ arguments: [any SQLConvertible]) {
        self.sql = sql
        self.arguments = arguments.map(\.sql)
    }
}
