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
        let (condition, arguments) = filter.and(request.rows).added(to: condition, arguments)
        return shown(
            try listed("\(condition) \(Self.end(of: request, arguments))", arguments + [request.limit + 1]), request)
    }

    /// A page of the rows that match one of some filters. Each part is read from its own place of an index, and only as far as the
    /// page goes: a database that is asked for several values of a column at once reads and sorts all their rows.
    /// - Parameter parts: No row matches two of them. None is an empty page.
    package func page(_ request: PageRequest, ofParts parts: [RowFilter]) throws -> Page<Row> {
        guard !parts.isEmpty else { return Page(elements: [], next: nil) }
        let list = Row.columns
        let needsLimits = parts.count > 1 && !connection.mergesUnions
        var arguments: [any SQLConvertible] = []
        let selections = parts.enumerated().map { index, part in
            let (condition, all) = part.and(request.rows).added(to: "1 = 1", arguments)
            arguments = all
            let selection = "SELECT \(list.listSelection) FROM \(Row.table) WHERE \(condition)"
            guard needsLimits else { return selection }
            arguments.append(request.limit + 1)
            return "SELECT * FROM (\(selection) \(Self.end(of: request, all))) AS part\(index)"
        }
        let sql = "\(selections.joined(separator: " UNION ALL ")) \(Self.end(of: request, arguments))"
        return shown(try connection.query(sql, arguments + [request.limit + 1]).map(list.record), request)
    }

    /// - Parameter arguments: Those before the limit.
    private static func end(of request: PageRequest, _ arguments: [any SQLConvertible]) -> String {
        let order = request.order == .newestFirst ? "DESC" : "ASC"
        return "ORDER BY created_at \(order), id \(order) LIMIT $\(arguments.count + 1)"
    }

    /// - Parameter rows: One more than a page has, if there are more.
    private func shown(_ rows: [Row], _ request: PageRequest) -> Page<Row> {
        let shown = Array(rows.prefix(request.limit))
        let next = rows.count > request.limit ? shown.last.map { Cursor(id: $0.id.text, createdAt: $0.createdAt) } : nil
        return Page(elements: shown, next: next)
    }
}
