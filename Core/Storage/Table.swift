/// A row of a table, as the database has it.
package protocol Record: Sendable {
    static var table: String { get }
    /// In the order of ``values``; `id` is the first where there is one.
    static var columns: [String] { get }
    /// What lists select: large columns may be replaced by an empty value of the same name.
    static var listColumns: [String] { get }
    var values: [any SQLConvertible] { get }
    init(row: SQLRow) throws(StorageError)
}

extension Record {
    package static var listColumns: [String] { columns }
}

/// A record that lists show, newest first.
package protocol ListedRecord: Record {
    var id: Identifier<Self> { get }
    var createdAt: Timestamp { get }
}

/// The rows of one table within a transaction; what a table can do besides is beside its record.
package struct Table<Row: Record> {
    let connection: any SQLConnection

    package init(_ type: Row.Type = Row.self, in connection: any SQLConnection) { self.connection = connection }

    package func insert(_ row: Row) throws {
        let places = (1...Row.columns.count).map { "$\($0)" }.joined(separator: ", ")
        try connection.execute(
            "INSERT INTO \(Row.table) (\(Row.columns.joined(separator: ", "))) VALUES (\(places))", row.values)
    }

    /// Writes all columns of the row that has this one's id.
    /// - Returns: Whether there was one.
    @discardableResult
    package func update(_ row: Row) throws -> Bool {
        let changes = Row.columns.enumerated().dropFirst().map { "\($1) = $\($0 + 1)" }.joined(separator: ", ")
        return try connection.execute("UPDATE \(Row.table) SET \(changes) WHERE \(Row.columns[0]) = $1", row.values) > 0
    }

    func first(_ condition: String, _ arguments: [any SQLConvertible]) throws -> Row? {
        try all(condition + " LIMIT 1", arguments).first
    }

    func all(_ condition: String, _ arguments: [any SQLConvertible]) throws -> [Row] {
        try select(Row.columns, condition, arguments)
    }

    /// As lists show them: without large columns.
    func listed(_ condition: String, _ arguments: [any SQLConvertible]) throws -> [Row] {
        try select(Row.listColumns, condition, arguments)
    }

    private func select(
        _ columns: [String], _ condition: String, _ arguments: [any SQLConvertible]
    ) throws -> [Row] {
        try connection.query(
            "SELECT \(columns.joined(separator: ", ")) FROM \(Row.table) WHERE \(condition)", arguments
        ).map(Row.init(row:))
    }
}

extension Table where Row: ListedRecord {
    func page(
        _ request: PageRequest, _ condition: String, _ arguments: [any SQLConvertible], _ filter: RowFilter = .all
    ) throws -> Page<Row> {
        var (condition, arguments) = filter.added(to: condition, arguments)
        if let cursor = request.cursor {
            condition += " AND (created_at, id) < ($\(arguments.count + 1), $\(arguments.count + 2))"
            arguments += [cursor.createdAt, cursor.id]
        }
        let rows = try listed(
            "\(condition) ORDER BY created_at DESC, id DESC LIMIT $\(arguments.count + 1)",
            arguments + [request.limit + 1])
        let shown = Array(rows.prefix(request.limit))
        let next = rows.count > request.limit ? shown.last.map { Cursor(id: $0.id.text, createdAt: $0.createdAt) } : nil
        return Page(elements: shown, next: next)
    }
}
