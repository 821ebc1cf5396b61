import JSON
import PluginMessages

/// A plugin's database, as the core calls it.
package struct StorageService: Sendable {
    package let definition: StorageDefinition
    /// The plugin's id.
    package let plugin: String
    private let connection: any PluginConnection

    init(_ definition: StorageDefinition, of plugin: LoadedPlugin) {
        self.definition = definition
        self.plugin = plugin.manifest.id
        connection = plugin.connection
    }

    /// - Parameter statements: What the transaction begins with; a plugin may leave it to ``execute(_:)``.
    package func begin(
        writes: Bool, _ statements: [StorageQuery]
    ) async throws(PluginFailure) -> StorageBegun {
        let request = StorageBegin(
            driver: definition.id, writes: writes, statements: statements.isEmpty ? nil : statements)
        return try read(try await ask("begin", request))
    }

    package func execute(_ statement: StorageStatement) async throws(PluginFailure) -> StorageResult {
        try read(try await ask("execute", statement))
    }

    package func commit(_ transaction: StorageTransactionID) async throws(PluginFailure) {
        _ = try await ask("commit", transaction)
    }

    package func rollback(_ transaction: StorageTransactionID) async throws(PluginFailure) {
        _ = try await ask("rollback", transaction)
    }

    private func ask(_ what: String, _ request: some Encodable) async throws(PluginFailure) -> JSONValue {
        let params: JSONValue
        do { params = try JSONValue(encoding: request) } catch { throw unreadable(error) }
        return try await connection.call("storage.\(what)", params, deadline: .seconds(60)) { _, _ in }
    }

    private func read<Answer: Decodable>(_ answer: JSONValue) throws(PluginFailure) -> Answer {
        do { return try answer.decode() } catch { throw unreadable(error) }
    }

    private func unreadable(_ error: any Error) -> PluginFailure {
        PluginFailure(
            code: .pluginMessage, message: "The storage \"\(definition.id)\" returned an invalid response: \(error)")
    }
}
