import Faults
import Logging
import Storage

/// What the server that leads does for a change of the master key while servers run: once each of them seals with the next key,
/// it seals with it what the one before has sealed, and then names it as the database's. The next server that leads goes on where
/// this one has ended.
struct KeyResealing: Sendable {
    private let storage: any StorageDriver
    private let keys: MasterKeys
    private let interval: Duration
    private let batch: Int
    private let logger: Logger

    /// Of polls in which the beat of a server that has ended stays the same: 12 seconds, as ``ServerClaim/Timing/standard`` has it.
    private static let patience = 12

    /// - Parameters:
    ///   - interval: Between two polls.
    ///   - batch: Values in a transaction.
    init(
        storage: any StorageDriver, keys: MasterKeys, every interval: Duration = .seconds(1), batch: Int = 200,
        logger: Logger
    ) {
        self.storage = storage
        self.keys = keys
        self.interval = interval
        self.batch = batch
        self.logger = logger
    }

    /// Runs until the task is cancelled.
    func run() async {
        guard storage.isShared else { return }
        var seen: [String: (beat: Int, polls: Int)] = [:]
        while !Task.isCancelled {
            do {
                seen = try await prune(seen)
                while try await step() {}
            } catch { logger.warning("The rotation of the master key does not continue: \(error)") }
            do { try await Task.sleep(for: interval) } catch { return }
        }
    }

    /// Forgets servers that have ended without a word.
    private func prune(_ seen: [String: (beat: Int, polls: Int)]) async throws -> [String: (beat: Int, polls: Int)] {
        let records = try await storage.read { try Table(ServerKeysRecord.self, in: $0).all() }
        var next: [String: (beat: Int, polls: Int)] = [:]
        for record in records {
            let polls = seen[record.id].map { $0.beat == record.beat ? $0.polls + 1 : 0 } ?? 0
            next[record.id] = (record.beat, polls)
        }
        let ended = records.filter { next[$0.id].map { $0.polls >= Self.patience } ?? false }
        guard !ended.isEmpty else { return next }
        try await storage.transaction { database in
            let table = Table(ServerKeysRecord.self, in: database)
            for record in try table.all() where ended.contains(record) { try table.remove(record.id) }
        }
        return next
    }

    /// - Returns: Whether there is more to do at once.
    func step() async throws -> Bool {
        let rotation = try await storage.read { try Table(KeyRotationRecord.self, in: $0).current() }
        // The server itself learns of it in a moment.
        guard let rotation, let key = keys.sealing, key.id == rotation.keyID else { return false }
        let sweep = KeySweep(secrets: SecretBox(keys), key: key, batch: batch)
        let outcome = try await storage.transaction { database -> Outcome in
            guard try Table(KeyRotationRecord.self, in: database).current()?.keyID == key.id,
                try Table(ServerKeysRecord.self, in: database).all().allSatisfy({ $0.sealing == key.id })
            else { return .waits }
            if try sweep.step(in: database) > 0 { return .sealed }
            try sweep.end(in: database)
            return .ended
        }
        switch outcome {
        case .waits: return false
        case .sealed:
            Fault.reach(.keySealed)
            return true
        case .ended:
            Fault.reach(.keyChanged)
            logger.notice("All secrets are sealed with the master key \(key.id).")
            return false
        }
    }

    private enum Outcome: Sendable {
        /// For servers that do not seal with the next key yet.
        case waits
        case sealed, ended
    }
}
