/// The database inside a transaction; not to be kept after it.
package protocol SQLConnection {
    /// Runs one statement.
    /// - Returns: The number of rows it changed.
    @discardableResult
    func execute(_ sql: String, _ arguments: [any SQLConvertible]) throws -> Int

    func query(_ sql: String, _ arguments: [any SQLConvertible]) throws -> [SQLRow]

    /// Whether each statement waits for a database that is elsewhere.
    var isRemote: Bool { get }

    /// Whether a union of parts that are each sorted is read part by part as far as its limit goes, as SQLite does; otherwise each
    /// part of a union has to have the limit itself.
    var mergesUnions: Bool { get }

    /// Ends the transaction unless a query has a row; to be called before its first statement. Where the database is elsewhere,
    /// the query is in the round trip of that statement, and what the statement has done is undone with the transaction.
    /// - Throws: `failure`, here or from the first statement.
    func require(_ sql: String, _ arguments: [any SQLConvertible], or failure: StorageError) throws

    /// Executes queries in one round trip, and keeps their rows: ``query(_:_:)`` returns those of the same queries until
    /// something is written. Does nothing where that saves nothing.
    func prefetch(_ statements: [SQLStatement]) throws
}

extension SQLConnection {
    package var isRemote: Bool { false }

    package var mergesUnions: Bool { false }

    package func prefetch(_ statements: [SQLStatement]) throws {}

    package func require(_ sql: String, _ arguments: [any SQLConvertible], or failure: StorageError) throws {
        guard try !query(sql, arguments).isEmpty else { throw failure }
    }

    /// Prefetches what some code reads.
    /// - Parameter queries: Finds no rows. Reads nothing that depends on what it finds.
    package func prefetch(_ queries: (any SQLConnection) throws -> Void) throws {
        guard isRemote else { return }
        let recorder = QueryRecorder()
        try queries(recorder)
        try prefetch(recorder.statements)
    }

    @discardableResult
    package func execute(_ sql: String) throws -> Int { try execute(sql, []) }

    package func query(_ sql: String) throws -> [SQLRow] { try query(sql, []) }
}
