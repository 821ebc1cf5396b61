import Synchronization

/// Answers the calls to a plugin's storages.
final class StorageCalls: Sendable {
    private let types: [any StoragePlugin.Type]
    private let storages = Mutex<[String: any StoragePlugin]>([:])
    private let transactions = OpenTransactions()

    init(_ types: [any StoragePlugin.Type]) { self.types = types }

    func configure(_ services: PluginServices) throws {
        for type in types {
            let storage = try type.init(services: services)
            storages.withLock { $0[type.definition.id] = storage }
        }
    }

    func close() async {
        for storage in storages.withLock({ Array($0.values) }) { await storage.shutdown() }
    }

    func answer(_ operation: StorageOperation, _ params: JSONValue) async throws -> JSONValue {
        switch operation {
        case .begin:
            let begin = try params.decode(StorageBegin.self)
            return try await JSONValue(encoding: transactions.begin(storage(begin.driver), begin))
        case .execute: return try await JSONValue(encoding: transactions.execute(params.decode()))
        case .commit:
            try await transactions.end(params.decode()).commit()
            return nil
        case .rollback:
            try await transactions.end(params.decode()).rollback()
            return nil
        }
    }

    private func storage(_ id: String) throws(PluginFailure) -> any StoragePlugin {
        guard let storage = storages.withLock({ $0[id] }) else {
            throw PluginFailure(
                code: "plugin.storage", message: "The plugin has no storage \"\(id)\", or was not configured.")
        }
        return storage
    }
}
