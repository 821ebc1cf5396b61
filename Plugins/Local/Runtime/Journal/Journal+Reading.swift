import GRDB

extension Journal {
    /// Reads what stands at one moment. What begins and ends it is compiled once a connection, as what is read should be
    /// (``rows(_:_:in:)``): SQLite takes longer to compile a statement than to find a row.
    func read<Value: Sendable>(_ body: @Sendable (Database) throws -> Value) async throws -> Value {
        try await database.unsafeRead { database in
            try database.cachedStatement(sql: "BEGIN DEFERRED").execute()
            // A task that was cancelled in between cannot commit.
            defer { if database.isInsideTransaction { Self.end(database) } }
            return try body(database)
        }
    }

    static func rows(_ sql: String, _ arguments: StatementArguments = [], in database: Database) throws -> [Row] {
        try Row.fetchAll(database.cachedStatement(sql: sql), arguments: arguments)
    }

    static func row(_ sql: String, _ arguments: StatementArguments, in database: Database) throws -> Row? {
        try Row.fetchOne(database.cachedStatement(sql: sql), arguments: arguments)
    }

    private static func end(_ database: Database) {
        do { try database.cachedStatement(sql: "COMMIT").execute() } catch { try? database.rollback() }
    }
}
