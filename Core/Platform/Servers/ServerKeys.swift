import FoundationEssentials
import Logging
import Storage

/// Has a server use the master keys that a shared database names, and the others know which it has.
package struct ServerKeys: Sendable {
    private let storage: any StorageDriver
    private let keys: MasterKeys
    private let id: String
    private let name: String
    private let interval: Duration
    private let logger: Logger

    /// Of polls between two announcements.
    private static let turns = 6

    /// - Parameters:
    ///   - storage: Of all servers: one that does not lead announces its keys, too.
    ///   - directory: The data directory, locked by this process.
    ///   - interval: Between two polls.
    package init(
        storage: any StorageDriver, directory: String, name: String, keys: MasterKeys,
        every interval: Duration = .milliseconds(500), logger: Logger
    ) throws {
        self.storage = storage
        self.keys = keys
        self.name = name
        self.interval = interval
        self.logger = logger
        let identity = try ServerIdentity(directory: directory)
        id = "\(identity.id) \(identity.place)"
    }

    /// Runs until the task is cancelled.
    /// - Throws: `StartError` when the server lacks a key that the database names.
    package func run() async throws {
        var (last, turns): ([String]?, Int) = (nil, 0)
        while !Task.isCancelled {
            do {
                if let announced = try await follow() {
                    turns += 1
                    if announced != last || turns >= Self.turns {
                        try await announce()
                        (last, turns) = (announced, 0)
                    }
                }
            } catch let error as StartError {
                await leave()
                throw error
            } catch let error as StorageError { logger.debug("The keys of servers cannot be read: \(error)") }
            do { try await Task.sleep(for: interval) } catch { break }
        }
        await leave()
    }

    /// - Returns: What others are to know; `nil` before the end of the first start.
    package func follow() async throws -> [String]? {
        guard let state = try await KeyState.read(storage) else { return nil }
        let before = keys.sealing?.id
        try keys.follow(state)
        if let before, before != state.next ?? state.current {
            logger.notice("Secrets are sealed with the master key \(state.next ?? state.current).")
        }
        do {
            if try keys.settle() { logger.notice("The master key before was removed.") }
        } catch { logger.error("The file of the master key cannot be replaced, which a restart needs: \(error)") }
        return keys.announced
    }

    package func announce() async throws {
        guard let sealing = keys.sealing?.id else { return }
        let record = ServerKeysRecord(
            id: id, name: name, keyIDs: keys.announced.joined(separator: " "), sealing: sealing)
        try await storage.transaction { try Table(in: $0).announce(record) }
    }

    /// The server stops: nobody waits for it. The task may be cancelled.
    package func leave() async {
        let removal = Task { [storage, id] in
            try await storage.transaction { try Table(ServerKeysRecord.self, in: $0).remove(id) }
        }
        _ = await removal.result
    }
}
