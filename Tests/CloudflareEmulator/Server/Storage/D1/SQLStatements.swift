import GRDBSQLite

/// Statements in one text.
enum SQLStatements {
    /// SQLite itself says where one ends: a `;` may be in a string, a comment or a trigger.
    static func split(_ sql: String) -> [String] {
        var statements: [String] = []
        var start = sql.startIndex
        for index in sql.indices where sql[index] == ";" {
            let end = sql.index(after: index)
            let candidate = String(sql[start..<end])
            guard sqlite3_complete(candidate) == 1 else { continue }
            statements.append(candidate)
            start = end
        }
        return (statements + [String(sql[start...])]).filter { statement in
            statement.contains { !$0.isWhitespace && $0 != ";" }
        }
    }
}
