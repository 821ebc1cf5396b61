import Foundation
import GRDB
import JSON

/// What a statement gave, and what it changed.
struct D1Result: Sendable {
    let columns: [String]
    let rows: [[JSONValue]]
    let meta: JSONObject

    /// - Parameter budget: What the results of the request may still take.
    init(_ query: D1Store.Query, in database: Database, budget: inout D1Budget, onlyReads: Bool = false) throws {
        try D1Statement.check(query.sql, onlyReads: onlyReads)
        let start = ContinuousClock.now
        let changesBefore = database.totalChangesCount
        let statement = try database.makeStatement(sql: query.sql)
        if onlyReads, !statement.isReadonly { throw D1Statement.mayNotWrite }
        try statement.setArguments(StatementArguments(query.parameters))
        columns = statement.columnNames
        var rows: [[JSONValue]] = []
        let cursor = try Row.fetchCursor(statement)
        while let row = try cursor.next() {
            try budget.takeRow()
            var values: [JSONValue] = []
            values.reserveCapacity(row.count)
            for value in row.databaseValues {
                try budget.take(value)
                values.append(Self.json(value))
            }
            rows.append(values)
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

    private static func json(_ value: DatabaseValue) -> JSONValue {
        switch value.storage {
        case .null: return .null
        case .int64(let number): return .int(Int(number))
        case .double(let number): return number.isFinite ? .number(JSONNumber(number)) : .null
        case .string(let text): return .string(text)
        case .blob(let data): return ["base64": .string(data.base64EncodedString())]
        }
    }
}
