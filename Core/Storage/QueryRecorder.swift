/// Notes the queries of some code, which finds no rows.
final class QueryRecorder: SQLConnection {
    private(set) var statements: [SQLStatement] = []

    func execute(_ sql: String, _ arguments: [any SQLConvertible]) throws -> Int {
        throw StorageError.driver("Only queries can be prefetched.")
    }

    func query(_ sql: String, _ arguments: [any SQLConvertible]) throws -> [SQLRow] {
        statements.append(SQLStatement(sql, arguments))
        return []
    }
}
