import FoundationEssentials
import Logging
import Storage

/// Changes the master key of a shared database. Servers may run: it begins once each of them has both keys, and the server that
/// leads carries it out (``KeyResealing``). Stopped anywhere, it goes on by itself as soon as it has begun; before that, nothing
/// has happened.
package struct SharedKeyRotation: Sendable {
    /// How often the database is read, how long a leader may be silent, and how long servers without the next key are waited for.
    package struct Timing: Sendable {
        package let pollInterval: Duration
        package let silence: Duration
        package let patience: Duration

        /// A server that has ended without a word is forgotten within this patience (``KeyResealing``).
        package static let standard = Timing(
            pollInterval: .milliseconds(250), silence: .seconds(12), patience: .seconds(20))

        package init(pollInterval: Duration, silence: Duration, patience: Duration) {
            self.pollInterval = pollInterval
            self.silence = silence
            self.patience = patience
        }
    }

    private let storage: any StorageDriver
    private let directory: String
    private let timing: Timing

    /// - Parameter directory: A data directory with the master key, of any of the servers.
    package init(storage: any StorageDriver, directory: String, timing: Timing = .standard) {
        self.storage = storage
        self.directory = directory
        self.timing = timing
    }

    /// Whether a server leads. One that was killed is noticed by its silence.
    package func isLed() async throws -> Bool {
        guard let first = try await leader(), !first.owner.isEmpty else { return false }
        let end = ContinuousClock.now + timing.silence
        while .now < end {
            try await Task.sleep(for: timing.pollInterval)
            guard let now = try await leader(), !now.owner.isEmpty else { return false }
            if now != first { return true }
        }
        return false
    }

    /// Changes the key as the only server.
    /// - Parameter storage: Claimed by this process.
    package static func alone(
        _ storage: any StorageDriver, directory: String, name: String, logger: Logger,
        _ told: @Sendable (KeyRotation.Step) throws -> Void
    ) async throws {
        let keys = MasterKeys(directory: directory)
        let server = try ServerKeys(storage: storage, directory: directory, name: name, keys: keys, logger: logger)
        let resealing = KeyResealing(storage: storage, keys: keys, logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            group.addTask { await resealing.run() }
            try await SharedKeyRotation(storage: storage, directory: directory).run(told)
            group.cancelAll()
            try await group.waitForAll()
        }
    }

    /// Changes the key, or follows a change that has begun.
    /// - Parameter told: Told of every step.
    /// - Throws: ``StartError``, which names servers that lack the next key: nothing has begun then, and both keys are kept.
    package func run(_ told: (KeyRotation.Step) throws -> Void) async throws {
        guard let state = try await KeyState.read(storage) else { throw StartError.noInstallation(directory) }
        let keys = MasterKeys(directory: directory)
        try keys.follow(state)
        if let id = state.next { return try await follow(id, keys, told) }
        // A change may have ended while the server of this directory was stopped.
        try keys.settle()
        let path = KeyRotation.nextKeyFile(in: directory)
        let next: MasterKey
        if let found = try NextMasterKey(in: directory).checked() {
            next = found
        } else {
            next = MasterKey()
            try next.store(at: path)
            try told(.keyMade)
        }
        try await begin(next, at: path, told)
        try told(.begun)
        try await follow(next.id, keys, told)
    }

    /// Polls in which servers find a file that is new: they are not worth a word.
    private static let quietPolls = 8

    private func begin(_ next: MasterKey, at path: String, _ told: (KeyRotation.Step) throws -> Void) async throws {
        let end = ContinuousClock.now + timing.patience
        var known: [String] = []
        var polls = 0
        while true {
            let lacking = try await storage.transaction { database in
                let lacking = try Self.servers(without: next, in: database)
                if lacking.isEmpty {
                    try Table(in: database).begin(next, of: KeySweep.count(in: database))
                }
                return lacking
            }
            if lacking.isEmpty { return }
            let isOver = ContinuousClock.now >= end
            polls += 1
            if isOver || polls > Self.quietPolls, lacking != known {
                try told(.waiting(for: lacking))
                known = lacking
            }
            if isOver { throw StartError.serversLackKey(try await reasons(without: next, of: lacking), path: path) }
            try await Task.sleep(for: timing.pollInterval)
        }
    }

    /// - Returns: The names of running servers that lack a key.
    private static func servers(without key: MasterKey, in database: any SQLConnection) throws -> [String] {
        let servers = try Table(ServerKeysRecord.self, in: database).all()
        let lacking = servers.filter { !$0.has(key.id) }.map(\.name)
        guard lacking.isEmpty, let leader = try Table(ServerRecord.self, in: database).current() else { return lacking }
        // One that has just begun to lead has not said yet what it has.
        return servers.contains { leader.owner.hasSuffix(" \($0.id)") } ? [] : [leader.name]
    }

    /// What is wrong with the files of servers.
    private func reasons(without key: MasterKey, of names: [String]) async throws -> [(name: String, problem: String?)]
    {
        let servers = try await storage.read { try Table(ServerKeysRecord.self, in: $0).all() }
        return names.map { name in
            (name, servers.first { $0.name == name && !$0.has(key.id) }?.problem)
        }
    }

    private func follow(_ id: String, _ keys: MasterKeys, _ told: (KeyRotation.Step) throws -> Void) async throws {
        var known: Int?
        while true {
            let (rotation, state) = try await storage.read {
                (try Table(KeyRotationRecord.self, in: $0).current(), try KeyState(in: $0))
            }
            if let rotation {
                if known != rotation.sealed { try told(.sealed(rotation.sealed, of: rotation.total)) }
                known = rotation.sealed
            } else if let state {
                try told(.databaseChanged)
                try keys.follow(state)
                try keys.settle()
                return try told(.keyReplaced)
            }
            try await Task.sleep(for: timing.pollInterval)
        }
    }

    private func leader() async throws -> ServerRecord? {
        try await storage.read { try Table(ServerRecord.self, in: $0).current() }
    }
}
