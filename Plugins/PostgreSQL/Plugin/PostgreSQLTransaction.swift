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
        let begins = hasBegun.withLock { begun in
            defer { begun = true }
            return !begun
        }
        let command = PostgreSQLConnection.Command(sql: sql, arguments: arguments, isPrepared: true)
        guard begins else {
            return try await session.run { connection throws(PluginFailure) in
                // A new connection would have no transaction.
                guard connection.isOpen, !connection.isIdle else { throw Self.gone }
                return try connection.run([command])
            }
        }
        let opening = writes ? Self.writing : Self.reading
        return try await session.run { connection throws(PluginFailure) in
            let wasOpen = connection.isOpen
            do throws(PluginFailure) { return try connection.run(opening + [command]) } catch {
                // The connection was lost while nobody used it: nothing was done, and another one can do it.
                guard wasOpen, !connection.isOpen else { throw error }
                return try connection.run(opening + [command])
            }
        }
    }

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
