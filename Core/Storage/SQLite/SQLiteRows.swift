import GRDB
import GRDBSQLite

/// The rows of a statement, read column by column from SQLite itself: rows and arguments of GRDB's own are made for more
/// than the five kinds of values here, and cost several times as much.
struct SQLiteRows {
    private let statement: Statement
    private let handle: SQLiteStatement

    init(_ statement: Statement) {
        self.statement = statement
        handle = statement.sqliteStatement
    }

    /// - Throws: GRDB's `DatabaseError`.
    func all(_ arguments: [any SQLConvertible]) throws -> [SQLRow] {
        try check(sqlite3_reset(handle))
        defer { sqlite3_reset(handle) }
        try bind(arguments)
        let names = statement.columnNames
        var rows: [SQLRow] = []
        while true {
            switch sqlite3_step(handle) {
            case SQLITE_ROW: rows.append(SQLRow(columns: names, values: values(names.count)))
            case SQLITE_DONE: return rows
            case let code: throw error(code)
            }
        }
    }

    /// `$3` is the third argument, wherever it stands; SQLite numbers parameters in the order of their first use.
    private func bind(_ arguments: [any SQLConvertible]) throws {
        for place in 0..<sqlite3_bind_parameter_count(handle) {
            guard let name = sqlite3_bind_parameter_name(handle, place + 1),
                let number = Int(String(cString: name).dropFirst()), arguments.indices.contains(number - 1)
            else { throw DatabaseError(message: "A parameter has no argument.", sql: statement.sql) }
            try check(bind(arguments[number - 1].sql, at: place + 1))
        }
    }

    private func bind(_ value: SQLValue, at place: CInt) -> CInt {
        // SQLite keeps a copy: the value may be gone when the statement runs.
        let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        switch value {
        case .null: return sqlite3_bind_null(handle, place)
        case .integer(let number): return sqlite3_bind_int64(handle, place, number)
        case .real(let number): return sqlite3_bind_double(handle, place, number)
        case .text(var text):
            return text.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) {
                    // An empty text may have no address, which would be NULL.
                    $0.baseAddress.map { sqlite3_bind_text(handle, place, $0, CInt(bytes.count), copied) }
                        ?? sqlite3_bind_text(handle, place, "", 0, copied)
                }
            }
        case .blob(let bytes):
            guard !bytes.isEmpty else { return sqlite3_bind_zeroblob(handle, place, 0) }
            return sqlite3_bind_blob(handle, place, bytes, CInt(bytes.count), copied)
        }
    }

    private func values(_ count: Int) -> [SQLValue] {
        Array(unsafeUninitializedCapacity: count) { values, filled in
            for column in 0..<count { values.initializeElement(at: column, to: value(CInt(column))) }
            filled = count
        }
    }

    private func value(_ column: CInt) -> SQLValue {
        switch sqlite3_column_type(handle, column) {
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(handle, column))
        case SQLITE_FLOAT: return .real(sqlite3_column_double(handle, column))
        case SQLITE_TEXT:
            // The text first: asking for it decides its encoding, and so its length.
            let text = sqlite3_column_text(handle, column)
            return .text(
                String(
                    decoding: UnsafeBufferPointer(start: text, count: Int(sqlite3_column_bytes(handle, column))),
                    as: UTF8.self))
        case SQLITE_BLOB:
            let bytes = sqlite3_column_blob(handle, column)
            return .blob(
                Array(UnsafeRawBufferPointer(start: bytes, count: Int(sqlite3_column_bytes(handle, column)))))
        default: return .null
        }
    }

    private func check(_ code: CInt) throws {
        if code != SQLITE_OK { throw error(code) }
    }

    private func error(_ code: CInt) -> DatabaseError {
        DatabaseError(
            resultCode: ResultCode(rawValue: code), message: String(cString: sqlite3_errmsg(sqlite3_db_handle(handle))),
            sql: statement.sql)
    }
}
