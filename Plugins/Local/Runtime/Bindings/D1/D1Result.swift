import Foundation
import GRDB
import JSON

/// What a statement gave, and what it changed.
struct D1Result: Sendable {
    /// Of all values together; more does not fit into a program's memory either.
    private static let longestResult = 64 << 20

    let columns: [String]
    let rows: [[JSONValue]]
    let meta: JSONObject

    init(_ query: D1Store.Query, in database: Database, onlyReads: Bool = false) throws {
        try D1Statement.check(query.sql, onlyReads: onlyReads)
        let start = ContinuousClock.now
        let changesBefore = database.totalChangesCount
        let statement = try database.makeStatement(sql: query.sql)
        if onlyReads, !statement.isReadonly { throw D1Statement.mayNotWrite }
        try statement.setArguments(StatementArguments(query.parameters))
        columns = statement.columnNames
        var rows: [[JSONValue]] = []
        var size = 0
        let cursor = try Row.fetchCursor(statement)
        while let row = try cursor.next() {
            rows.append(row.databaseValues.map { Self.json($0, size: &size) })
            guard size <= Self.longestResult else { throw D1Statement.failure("The result is too large.") }
        }
        self.rows = rows
        let changed = database.totalChangesCount - changesBefore
        let pages = try Int.fetchOne(
            database, sql: "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        let duration = ContinuousClock.now - start
        meta = [
            "served_by": "local", "duration": .number(JSONNumber(duration / .milliseconds(1))),
            "changes": .int(changed > 0 ? database.changesCount : 0),
            "last_row_id": .int(Int(database.lastInsertedRowID)), "changed_db": .bool(changed > 0),
            "size_after": .int(pages ?? 0), "rows_read": .int(rows.count), "rows_written": .int(changed),
        ]
    }

    var json: JSONValue {
        [
            "columns": .array(columns.map(JSONValue.string)), "rows": .array(rows.map(JSONValue.array)),
            "meta": .object(meta),
        ]
    }

    private static func json(_ value: DatabaseValue, size: inout Int) -> JSONValue {
        size += 8
        switch value.storage {
        case .null: return .null
        case .int64(let number): return .int(Int(number))
        case .double(let number): return number.isFinite ? .number(JSONNumber(number)) : .null
        case .string(let text):
            size += text.utf8.count
            return .string(text)
        case .blob(let data):
            size += data.count
            return ["base64": .string(data.base64EncodedString())]
        }
    }
}
