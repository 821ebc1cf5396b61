import FoundationEssentials
import Storage

/// What a server that stands by reads of a shared database. It writes nothing.
package struct LeaderLookup: Sendable {
    private let storage: any StorageDriver
    private let directory: String

    /// - Parameter directory: The data directory of this server.
    package init(storage: any StorageDriver, directory: String) {
        self.storage = storage
        self.directory = directory
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
        guard let installation = try await installation() else { return nil }
        let path = KeyRotation.keyFile(in: directory)
        guard let key = try MasterKey.load(from: path) else { throw StartError.missingMasterKey(path) }
        guard key.id == installation.keyID else { throw StartError.otherMasterKey(path, needed: installation.keyID) }
        return ServerLink(master: key)
    }

    /// A new database has no such table.
    private func installation() async throws -> InstallationRecord? {
        do {
            return try await storage.read { try Table(InstallationRecord.self, in: $0).current() }
        } catch StorageError.driver { return nil }
    }
}
