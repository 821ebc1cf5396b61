import FoundationEssentials
import Logging
import Storage

/// The right to work on a database that several servers can reach. One has it at a time; another takes over when it stops
/// or stops sending heartbeats.
package struct ServerClaim: Sendable {
    /// How often the server shows that it lives, how often others look, and how long without a sign is an end.
    package struct Timing: Sendable {
        package let heartbeatInterval: Duration
        package let pollInterval: Duration
        package let patience: Duration

        package static let standard = Timing(
            heartbeatInterval: .seconds(3), pollInterval: .seconds(1), patience: .seconds(12))

        package init(heartbeatInterval: Duration, pollInterval: Duration, patience: Duration) {
            self.heartbeatInterval = heartbeatInterval
            self.pollInterval = pollInterval
            self.patience = patience
        }
    }

    /// The database, for this server.
    package let storage: any StorageDriver
    package let name: String
    package let epoch: Int
    private let inner: any StorageDriver
    private let timing: Timing

    private enum Outcome: Sendable {
        case taken(epoch: Int)
        case held(ServerRecord)
    }

    /// Brings the schema up to date, and takes the database when no other server has it.
    /// - Parameters:
    ///   - directory: The data directory, locked by this process: the same one, on the same machine that has not started again
    ///     since, goes on without a wait. A copy of it is another server.
    ///   - waits: Whether to wait until the other server ends; otherwise it is refused.
    /// - Throws: ``StartError/serverRunning(_:)``
    package static func take(
        _ storage: any StorageDriver, directory: String, name: String, waits: Bool, timing: Timing = .standard,
        logger: Logger
    ) async throws -> ServerClaim {
        let identity = try ServerIdentity(directory: directory)
        let owner = "\(name) \(identity.id) \(identity.place)"
        var seen: (record: ServerRecord, since: ContinuousClock.Instant)?
        if try await hasServers(storage) == false { try await storage.migrate() }
        while true {
            let over = seen.flatMap { ContinuousClock.now - $0.since >= timing.patience ? $0.record : nil }
            let outcome: Outcome
            do { outcome = try await attempt(storage, owner, name, over) } catch let error as StorageError {
                guard waits, let known = seen, error.isTemporary else { throw error }
                // Nobody sends heartbeats to a database that is away: its time does not count.
                seen = (known.record, .now)
                logger.debug("The database cannot be read while this server stands by: \(error)")
                try await Task.sleep(for: timing.pollInterval)
                continue
            }
            switch outcome {
            case .taken(let epoch):
                if seen != nil { logger.notice("This server takes over.") }
                return ServerClaim(
                    storage: ClaimedStorage(inner: storage, epoch: epoch), name: name, epoch: epoch, inner: storage,
                    timing: timing)
            case .held(let record):
                if let before = seen?.record, before != record, !waits { throw StartError.serverRunning(record.name) }
                if seen == nil, waits { logger.notice("Standing by: the server \(record.name) works on the database.") }
                if seen?.record != record { seen = (record, .now) }
            }
            try await Task.sleep(for: timing.pollInterval)
        }
    }

    /// Whether a server of this version or a later one has used the database: then it is not migrated under it.
    private static func hasServers(_ storage: any StorageDriver) async throws -> Bool {
        do {
            return try await storage.read { try Table(ServerRecord.self, in: $0).current() } != nil
        } catch StorageError.driver {
            // A new database has no such table.
            return false
        }
    }

    /// - Parameter over: What the other server's row has been for so long that it has ended.
    private static func attempt(
        _ storage: any StorageDriver, _ owner: String, _ name: String, _ over: ServerRecord?
    ) async throws -> Outcome {
        try await storage.transaction { database in
            let table = Table(ServerRecord.self, in: database)
            let held = try table.current()
            if let held, held.owner != "", held.owner != owner, held != over { return .held(held) }
            let epoch = (held?.epoch ?? 0) + 1
            try table.replace(by: ServerRecord(owner: owner, name: name, epoch: epoch, beat: 0))
            return .taken(epoch: epoch)
        }
    }

    /// Shows that the server lives, until the task is cancelled.
    /// - Throws: ``StartError/serverReplaced`` when another server has taken over.
    package func keepUp(_ logger: Logger) async throws {
        while true {
            do {
                guard try await inner.transaction({ [epoch] in try Table(ServerRecord.self, in: $0).beat(epoch) })
                else {
                    throw StartError.serverReplaced
                }
            } catch let error as StorageError { logger.warning("Heartbeat failed: \(error)") }
            do { try await Task.sleep(for: timing.heartbeatInterval) } catch { return }
        }
    }

    /// Has servers that stand by forward requests here. The schema is up to date, and the server accepts requests.
    /// - Parameter address: The origin at which they reach this one.
    package func announce(_ address: String) async throws {
        try await inner.transaction { [epoch] in try Table(ServerRecord.self, in: $0).announce(address, epoch) }
    }

    /// Lets another server begin at once.
    package func release() async throws {
        try await inner.transaction { [epoch] in try Table(ServerRecord.self, in: $0).release(epoch) }
    }
}
