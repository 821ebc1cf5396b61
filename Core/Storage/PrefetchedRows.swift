/// The rows of queries that a transaction has sent together, for when each is asked for. They are right until the transaction
/// writes.
package struct PrefetchedRows {
    private var rows: [SQLStatement: [SQLRow]] = [:]

    package init() {}

    package subscript(statement: SQLStatement) -> [SQLRow]? { rows[statement] }

    /// Those of some queries whose rows are not here, each once.
    package func missing(of statements: [SQLStatement]) -> [SQLStatement] {
        var seen: Set<SQLStatement> = []
        return statements.filter { rows[$0] == nil && seen.insert($0).inserted }
    }

    package mutating func keep(_ found: [SQLRow], of statement: SQLStatement) { rows[statement] = found }

    /// After something was written.
    package mutating func removeAll() {
        // Of most transactions there are none.
        if !rows.isEmpty { rows.removeAll() }
    }
}
