import GRDB
import Synchronization

/// A transaction that somebody awaits.
final class AwaitedTransaction<Result: Sendable>: PendingTransaction {
    private let body: @Sendable (any SQLConnection) throws -> Result
    private let continuation: CheckedContinuation<Result, any Error>
    private let result = Mutex<Result?>(nil)

    init(
        _ continuation: CheckedContinuation<Result, any Error>,
        _ body: @escaping @Sendable (any SQLConnection) throws -> Result
    ) {
        self.continuation = continuation
        self.body = body
    }

    func run(in database: Database) throws {
        let value = try body(SQLiteConnection(database: database))
        result.withLock { $0 = value }
    }

    func end(_ failure: (any Error)?) {
        if let failure { return continuation.resume(throwing: failure) }
        guard let value = result.withLock({ $0 }) else {
            return continuation.resume(throwing: StorageError.driver("A transaction was committed without its result."))
        }
        continuation.resume(returning: value)
    }
}
