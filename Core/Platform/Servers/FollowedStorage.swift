import Storage

/// A shared database, for a server that works on it beside the one that leads. That one may be newer: each transaction checks
/// that the schema is the one that this program knows.
///
/// Transactions that write are serialized by the database with those of the server that leads, and nothing else is assumed of
/// it: a transaction is as good while another server takes over, and after this one was paused.
package struct FollowedStorage: StorageDriver {
    let inner: any StorageDriver
    private let newest: String
    private let count: Int

    /// - Parameter migrations: Those that this program knows.
    package init(_ inner: any StorageDriver, migrations: [Migration] = Migration.all) {
        self.inner = inner
        newest = migrations.last?.name ?? ""
        count = migrations.count
    }

    package var plugin: String? { inner.plugin }

    package var isShared: Bool { inner.isShared }

    package func read<Result: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result {
        try await inner.read { database in
            try require(in: database)
            return try body(database)
        }
    }

    package func transaction<Result: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result {
        try await inner.transaction { database in
            try require(in: database)
            return try body(database)
        }
    }

    /// The database is the process's, which may lead next.
    package func close() {}

    private func require(in database: any SQLConnection) throws {
        try database.require(
            """
            SELECT name FROM schema_migrations WHERE name = $1
                AND (SELECT COUNT(*) FROM schema_migrations) = $2
            """, [newest, count], or: .unavailable("another version has changed the schema"))
    }
}
