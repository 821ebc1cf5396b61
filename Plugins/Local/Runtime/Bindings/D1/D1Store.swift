import Foundation
import GRDB
import GRDBSQLite
import JSON
import PluginMessages

/// A database of SQL, in an SQLite file of its own.
struct D1Store: Sendable {
    struct Query: Sendable {
        let sql: String
        let parameters: [DatabaseValue]
    }

    private let database: DatabaseQueue
    private let limits: ResourceLimits

    init(file: URL, limits: ResourceLimits) throws {
        self.limits = limits
        var configuration = Configuration()
        configuration.prepareDatabase { database in
            // No other file is in reach of a program's SQL: neither ATTACH nor VACUUM INTO works.
            sqlite3_limit(database.sqliteConnection, SQLITE_LIMIT_ATTACHED, 0)
            // Of what a statement makes, too, such as zeroblob(n): no value is larger in memory.
            sqlite3_limit(database.sqliteConnection, SQLITE_LIMIT_LENGTH, CInt(ResourceLimits.valueBytes))
            sqlite3_limit(database.sqliteConnection, SQLITE_LIMIT_SQL_LENGTH, CInt(ResourceLimits.statementBytes))
            // What sorts and groups write lies on the disk, not in memory.
            try database.execute(sql: "PRAGMA temp_store = FILE")
        }
        database = try DatabaseQueue(
            resource: file, megabytes: limits.databaseMegabytes, configuration: configuration)
    }

    /// - Parameter onlyReads: A statement that writes is refused.
    /// - Throws: `local.d1`, with messages as Cloudflare's.
    func run(_ query: Query, onlyReads: Bool = false) async throws -> D1Result {
        try await mapped {
            try await database.writeWithoutTransaction { database in
                var budget = D1Budget()
                return try interrupting { try D1Result(query, in: database, budget: &budget, onlyReads: onlyReads) }
            }
        }
    }

    /// All or none.
    func batch(_ queries: [Query]) async throws -> [D1Result] {
        guard queries.count <= D1Budget.statements else { throw D1Statement.batchIsTooLarge(queries.count) }
        return try await mapped {
            try await database.write { database in
                var budget = D1Budget()
                return try interrupting { try queries.map { try D1Result($0, in: database, budget: &budget) } }
            }
        }
    }

    /// Runs statements one after another, each for itself.
    /// - Returns: Their number.
    func execute(_ sql: String) async throws -> Int {
        try await mapped {
            try await database.writeWithoutTransaction { database in
                try interrupting {
                    try D1Statement.checkText(sql)
                    let end = ContinuousClock.now + limits.statementTime
                    var count = 0
                    for statement in D1Statements(sql) where !D1Script.words(statement, most: 1).isEmpty {
                        // An interruption meets only what SQLite executes at that moment.
                        guard ContinuousClock.now < end else { throw DatabaseError(resultCode: .SQLITE_INTERRUPT) }
                        try D1Statement.check(statement)
                        try database.makeStatement(sql: statement).execute()
                        count += 1
                    }
                    return count
                }
            }
        }
    }

    /// Ends what runs too long.
    private func interrupting<Value>(_ body: () throws -> Value) rethrows -> Value {
        let timer = Task {
            try await Task.sleep(for: limits.statementTime)
            database.interrupt()
        }
        defer { timer.cancel() }
        return try body()
    }

    private func mapped<Value>(_ body: () async throws -> Value) async throws -> Value {
        do { return try await body() } catch {
            let error = await database.explained(error)
            if error is DatabaseLimitReached { throw D1Statement.failure(limits.fullDatabase) }
            // The machine's failure is no error of the statement.
            guard let failure = error as? DatabaseError, FailureOwner(of: failure) != .machine else { throw error }
            throw D1Statement.failure(failure, limits)
        }
    }
}
