import FoundationEssentials
import GRDB

/// A SQLite transaction. Statements are compiled once a connection.
struct SQLiteConnection: SQLConnection {
    let database: Database

    func execute(_ sql: String, _ arguments: [any SQLConvertible]) throws -> Int {
        do {
            try prepare(sql, arguments).execute()
            return database.changesCount
        } catch let error as DatabaseError {
            throw StorageError(error)
        }
    }

    func query(_ sql: String, _ arguments: [any SQLConvertible]) throws -> [SQLRow] {
        do {
            let statement = try prepare(sql, arguments)
            let names = statement.columnNames
            let columns = Dictionary(zip(names, names.indices), uniquingKeysWith: { first, _ in first })
            let rows = try Row.fetchCursor(statement)
            var result: [SQLRow] = []
            while let row = try rows.next() {
                result.append(
                    SQLRow(columns: columns, values: names.indices.map { SQLValue(row[$0] as DatabaseValue) }))
            }
            return result
        } catch let error as DatabaseError {
            throw StorageError(error)
        }
    }

    private func prepare(_ sql: String, _ arguments: [any SQLConvertible]) throws -> Statement {
        let statement = try database.cachedStatement(sql: sql)
        // SQLite takes `$1` for a parameter whose name is 1.
        let named = zip(1..., arguments).map { (String($0), $1.sql.databaseValue) }
        try statement.setArguments(StatementArguments(Dictionary(named, uniquingKeysWith: { $1 })))
        return statement
    }
}

extension SQLValue {
    fileprivate init(_ value: DatabaseValue) {
        switch value.storage {
        case .null: self = .null
        case .int64(let number): self = .integer(number)
        case .double(let number): self = .real(number)
        case .string(let text): self = .text(text)
        case .blob(let data): self = .blob([UInt8](data))
        }
    }

    fileprivate var databaseValue: DatabaseValue {
        switch self {
        case .null: .null
        case .integer(let number): number.databaseValue
        case .real(let number): number.databaseValue
        case .text(let text): text.databaseValue
        case .blob(let bytes): Data(bytes).databaseValue
        }
    }
}

extension StorageError {
    fileprivate init(_ error: DatabaseError) {
        let message = error.message ?? "\(error.resultCode)"
        switch error.extendedResultCode {
        case .SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_PRIMARYKEY: self = .duplicate(message)
        default: self = error.resultCode == .SQLITE_CONSTRAINT ? .constraint(message) : .driver(message)
        }
    }
}
