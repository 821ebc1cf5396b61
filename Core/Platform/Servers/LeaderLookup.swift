import FoundationEssentials
import Storage

/// What a server that stands by reads of a shared database. It writes nothing.
package struct LeaderLookup: Sendable {
    private let storage: any StorageDriver
    private let keys: MasterKeys

    /// - Parameter keys: Of this server.
    package init(storage: any StorageDriver, keys: MasterKeys) {
        self.storage = storage
        self.keys = keys
    }

    /// - Returns: `nil` when no server works on the database.
    package func leader() async throws -> (leader: Leader, beat: Int)? {
        guard let record = try await storage.read({ try Table(ServerRecord.self, in: $0).current() }),
            !record.owner.isEmpty
        else { return nil }
        let address = try await address(in: record.epoch)
        return (Leader(name: record.name, address: address, epoch: record.epoch), record.beat)
    }

    /// A database of the version before has no addresses, and is not migrated while another server works on it.
    private func address(in epoch: Int) async throws -> String? {
        do {
            return try await storage.read { try Table(ServerRecord.self, in: $0).address(in: epoch) }
        } catch StorageError.driver { return nil }
    }

    /// What proves messages of this server to the others.
    /// - Returns: `nil` while the first start of the installation goes on.
    /// - Throws: `StartError` when the data directory has no master key, or that of another installation.
    package func link() async throws -> ServerLink? {
        guard let state = try await KeyState.read(storage) else { return nil }
        try keys.follow(state)
        return ServerLink(keys)
    }
}
