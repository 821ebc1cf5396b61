import PluginHost
import PluginMessages
import Storage

/// Keeps everything in a plugin's database. Bodies of transactions run on threads of their own, which wait while
/// the plugin works.
package struct PluginStorage: StorageDriver {
    private let service: StorageService
    private let writer: TransactionThreads
    private let readers: TransactionThreads

    /// - Parameter readers: How many reads run at a time, beside the one transaction that writes.
    package init(_ service: StorageService, readers: Int = 8) {
        self.service = service
        writer = TransactionThreads("millrace.storage.writer", count: 1)
        self.readers = TransactionThreads("millrace.storage.reader", count: readers)
    }

    package var plugin: String? { service.plugin }

    package var isShared: Bool { true }

    package func read<Result: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result { try await run(on: readers, writes: false, body) }

    package func transaction<Result: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result { try await run(on: writer, writes: true, body) }

    /// The plugin lets go of its database when it is shut down.
    package func close() {}

    private func run<Result: Sendable>(
        on threads: TransactionThreads, writes: Bool, _ body: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result {
        try await ConflictRetries.run { try await threads.run { try carryOut(writes: writes, body) } }
    }

    private func carryOut<Result>(writes: Bool, _ body: (any SQLConnection) throws -> Result) throws -> Result {
        let connection = PluginSQLConnection(service, writes: writes)
        do {
            let result = try body(connection)
            try connection.commit()
            return result
        } catch {
            // What counts is why it failed.
            connection.rollback()
            throw error
        }
    }
}
