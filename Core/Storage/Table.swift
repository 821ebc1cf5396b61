/// The rows of one table within a transaction; what a table can do besides is beside its record.
package struct Table<Row: Record> {
    package let connection: any SQLConnection

    package init(_ type: Row.Type = Row.self, in connection: any SQLConnection) { self.connection = connection }

    package func insert(_ row: Row) throws {
        try connection.execute("INSERT INTO \(Row.table) \(Row.columns.insertion)", Row.columns.writtenValues(of: row))
    }

    /// Writes the columns that have changed of the row that has this one's first column, so that indexes of the others stay
    /// as they are.
    /// - Parameter old: The row as this transaction read it; `nil` reads it.
    /// - Returns: Whether there was one.
    @discardableResult
    package func update(_ row: Row, from old: Row? = nil) throws -> Bool {
        let columns = Row.columns
        let values = columns.writtenValues(of: row)
        guard let old = try old ?? first("\(columns.names[0]) = $1", [values[0]]) else { return false }
        let changed = zip(values, columns.writtenValues(of: old)).enumerated().filter { $1.0.sql != $1.1.sql }.map(
            \.offset)
        guard !changed.isEmpty else { return true }
        let changes = zip(changed, 2...).map { "\(columns.written[$0]) = $\($1)" }.joined(separator: ", ")
        return try connection.execute(
            "UPDATE \(Row.table) SET \(changes) WHERE \(columns.names[0]) = $1",
            [values[0]] + changed.map { values[$0] })
            > 0
    }

    package func first(_ condition: String, _ arguments: [any SQLConvertible]) throws -> Row? {
        try all(condition + " LIMIT 1", arguments).first
    }

    package func all(_ condition: String, _ arguments: [any SQLConvertible]) throws -> [Row] {
        try select(Row.columns.selection, condition, arguments)
    }

    /// The rows as lists show them: without large columns.
    package func listed(_ condition: String, _ arguments: [any SQLConvertible]) throws -> [Row] {
        try select(Row.columns.listSelection, condition, arguments)
    }

    private func select(_ columns: String, _ condition: String, _ arguments: [any SQLConvertible]) throws -> [Row] {
        let list = Row.columns
        return try connection.query("SELECT \(columns) FROM \(Row.table) WHERE \(condition)", arguments)
            .map(list.record)
    }
}

extension Table where Row: ListedRecord {
    package func page(
        _ request: PageRequest, _ condition: String, _ arguments: [any SQLConvertible], _ filter: RowFilter = .all
    ) throws -> Page<Row> {
        var (condition, arguments) = filter.and(request.rows).added(to: condition, arguments)
        let (beyond, order) = request.order == .newestFirst ? ("<", "DESC") : (">", "ASC")
        if let cursor = request.cursor {
            condition += " AND (created_at, id) \(beyond) ($\(arguments.count + 1), $\(arguments.count + 2))"
            arguments += [cursor.createdAt, cursor.id]
        }
        let rows = try listed(
            "\(condition) ORDER BY created_at \(order), id \(order) LIMIT $\(arguments.count + 1)",
            arguments + [request.limit + 1])
        let shown = Array(rows.prefix(request.limit))
        let next = rows.count > request.limit ? shown.last.map { Cursor(id: $0.id.text, createdAt: $0.createdAt) } : nil
        return Page(elements: shown, next: next)
    }
}
