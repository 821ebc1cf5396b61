import Synchronization

/// The transactions that the server has begun and not ended.
final class OpenTransactions: Sendable {
    private let state = Mutex<(last: Int, open: [Int: any StorageTransaction])>((0, [:]))

    func begin(_ storage: any StoragePlugin, _ request: StorageBegin) async throws -> StorageBegun {
        let transaction = try await storage.begin(writes: request.writes)
        let results = try await first(request.statements ?? [], of: transaction)
        return state.withLock { state in
            state.last += 1
            state.open[state.last] = transaction
            return StorageBegun(state.last, results: results)
        }
    }

    /// - Returns: `nil` when there are none.
    private func first(
        _ statements: [StorageQuery], of transaction: any StorageTransaction
    ) async throws -> [StorageResult]? {
        guard !statements.isEmpty else { return nil }
        do {
            let results = try await transaction.execute(statements)
            // The server has stopped waiting for the transaction, and would not end it.
            guard !Task.isCancelled else {
                throw PluginFailure(code: "plugin.cancelled", message: "The call was cancelled.")
            }
            return results
        } catch {
            try? await transaction.rollback()
            throw error
        }
    }

    func execute(_ statement: StorageStatement) async throws -> StorageResult {
        guard let transaction = state.withLock({ $0.open[statement.transaction] }) else {
            throw unknown(statement.transaction)
        }
        guard let more = statement.more, !more.isEmpty else {
            return try await transaction.execute(statement.sql, statement.arguments)
        }
        let first = StorageQuery(sql: statement.sql, arguments: statement.arguments)
        let results = try await transaction.execute([first] + more)
        guard let result = results.first else {
            throw PluginFailure(code: "storage.driver", message: "The storage returned no result.")
        }
        return StorageResult(
            changes: result.changes, columns: result.columns, rows: result.rows, more: Array(results.dropFirst()))
    }

    /// Takes a transaction out, for its end.
    func end(_ id: StorageTransactionID) throws(PluginFailure) -> any StorageTransaction {
        guard let transaction = state.withLock({ $0.open.removeValue(forKey: id.transaction) }) else {
            throw unknown(id.transaction)
        }
        return transaction
    }

    private func unknown(_ transaction: Int) -> PluginFailure {
        PluginFailure(code: "storage.transaction", message: "Transaction \(transaction) is not open.")
    }
}
