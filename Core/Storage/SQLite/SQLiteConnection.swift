import FoundationEssentials
import GRDB

/// A SQLite transaction. Statements are compiled once a connection.
struct SQLiteConnection: SQLConnection {
    let database: Database

    var mergesUnions: Bool { true }

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
            let statement = try database.cachedStatement(sql: sql)
            return try SQLiteRows(statement).all(arguments)
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

extension Database {
    func run(_ sql: String) throws { try cachedStatement(sql: sql).execute() }

    /// Of a read; SQLite ends it by itself after some failures.
    func end() {
        guard isInsideTransaction else { return }
        do { try run("COMMIT") } catch { try? rollback() }
    }
}

extension SQLValue {
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
