import PluginKit
import Synchronization

/// A transaction: it begins in the database with its first statement, in the same round trip.
///
/// Those that write hold one advisory lock of the schema until they end, so that they run one after the other, whichever
/// server they are of. It is taken first: every statement after it sees what was committed before.
final class PostgreSQLTransaction: StorageTransaction {
    private static let reading = [PostgreSQLConnection.Command(sql: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")]
    private static let writing = [
        PostgreSQLConnection.Command(sql: "BEGIN ISOLATION LEVEL READ COMMITTED"),
        // The number tells it from locks of other programs.
        PostgreSQLConnection.Command(
            sql: "SELECT pg_advisory_xact_lock(1835822962, hashtext(current_schema()))", isPrepared: true),
    ]

    private let session: Session
    private let pool: SessionPool
    private let writes: Bool
    private let hasBegun = Mutex(false)

    init(_ session: Session, of pool: SessionPool, writes: Bool) {
        self.session = session
        self.pool = pool
        self.writes = writes
    }

    func execute(_ sql: String, _ arguments: [StorageValue]) async throws -> StorageResult {
        let results = try await execute([StorageQuery(sql: sql, arguments: arguments)])
        guard let result = results.first else { throw Self.gone }
        return result
    }

    func execute(_ statements: [StorageQuery]) async throws -> [StorageResult] {
        let begins = hasBegun.withLock { begun in
            defer { begun = true }
            return !begun
        }
        let commands = statements.map {
            PostgreSQLConnection.Command(sql: $0.sql, arguments: $0.arguments, isPrepared: !Self.needsValues($0.sql))
        }
        guard begins else {
            return try await session.run { connection throws(PluginFailure) in
                // A new connection would have no transaction.
                guard connection.isOpen, !connection.isIdle else { throw Self.gone }
                return try connection.run(commands)
            }
        }
        let opening = writes ? Self.writing : Self.reading
        let results: [StorageResult] = try await session.run { connection throws(PluginFailure) in
            let wasOpen = connection.isOpen
            do throws(PluginFailure) { return try connection.run(opening + commands) } catch {
                // The connection was lost while nobody used it: nothing was done, and another one can do it.
                guard wasOpen, !connection.isOpen else { throw error }
                return try connection.run(opening + commands)
            }
        }
        return Array(results.suffix(commands.count))
    }

    /// Whether the best plan of a statement depends on its values, as that of a page of a list does: which of the indexes
    /// finds its rows soonest. Of a prepared statement the server soon keeps one plan for all values (PostgreSQL
    /// documentation, "PREPARE", Notes), which read a hundred thousand rows of a large workflow for a page of fifty.
    private static func needsValues(_ sql: String) -> Bool { sql.contains("LIMIT $") }

    func commit() async throws {
        guard hasBegun.withLock({ $0 }) else { return pool.give(session) }
        guard writes else { return end() }
        defer { pool.give(session) }
        try await session.run { connection throws(PluginFailure) in
            guard connection.isOpen, !connection.isIdle else { throw Self.gone }
            try connection.commit()
        }
    }

    func rollback() async throws {
        guard hasBegun.withLock({ $0 }) else { return pool.give(session) }
        end()
    }

    /// Ends it without anybody waiting: nothing of it is kept.
    private func end() {
        session.begin { [pool, session] connection in
            if !connection.isIdle { _ = try? connection.run([PostgreSQLConnection.Command(sql: "ROLLBACK")]) }
            pool.give(session)
        }
    }

    private static let gone = PluginFailure(
        code: PostgreSQLConnection.lost, message: "The connection to PostgreSQL was lost during the transaction.",
        retryable: true)
}

extension PostgreSQLConnection {
    /// - Throws: `storage.unavailable` when the connection is lost before the answer: whether it is kept is not known.
    fileprivate func commit() throws(PluginFailure) {
        guard !hasFailed else {
            throw PluginFailure(
                code: "storage.driver", message: "A statement of the transaction has failed: it cannot be committed.")
        }
        do throws(PluginFailure) { _ = try run([Command(sql: "COMMIT")]) } catch  where !isOpen {
            throw PluginFailure(
                code: "storage.unavailable",
                message:
                    "\(error.message) The transaction was being committed: check whether the change was made.",
                retryable: false)
        }
    }
}
