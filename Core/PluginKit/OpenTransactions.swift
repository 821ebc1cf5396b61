import Synchronization

/// The transactions that the server has begun and not ended.
final class OpenTransactions: Sendable {
    private let state = Mutex<(last: Int, open: [Int: any StorageTransaction])>((0, [:]))

    func begin(_ storage: any StoragePlugin, writes: Bool) async throws -> StorageTransactionID {
        let transaction = try await storage.begin(writes: writes)
        return state.withLock { state in
            state.last += 1
            state.open[state.last] = transaction
            return StorageTransactionID(state.last)
        }
    }

    func execute(_ statement: StorageStatement) async throws -> StorageResult {
        guard let transaction = state.withLock({ $0.open[statement.transaction] }) else {
            throw unknown(statement.transaction)
        }
        return try await transaction.execute(statement.sql, statement.arguments)
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
