import FoundationEssentials
import Storage

/// Reseals all secrets with a new master key.
///
/// The new key waits in a file of its own beside the old one until nothing is sealed with the old one any more. Each
/// sealed value names its key, so a rotation that was stopped anywhere is taken up where it was:
///
/// 1. `master.key.next` is written. Until then nothing has happened.
/// 2. Sealed values are replaced, some in a transaction.
/// 3. The last transaction finds none left and names the new key as the database's.
/// 4. `master.key.next` takes the place of `master.key`; the old key is gone.
///
/// Nothing else may write meanwhile: an ``InstallationLock`` is held. ``SharedKeyRotation`` is for a database on which servers run.
package struct KeyRotation: Sendable {
    /// What has just been done for good.
    package enum Step: Sendable, Hashable {
        case keyMade
        /// Servers lack the next key: their names.
        case waiting(for: [String])
        /// From here on everything is sealed with the new key.
        case begun
        /// Values that are sealed with the new key now, and all there are.
        case sealed(Int, of: Int)
        case databaseChanged
        case keyReplaced
    }

    private let storage: any StorageDriver
    private let current: PrivateFile
    private let next: PrivateFile
    private let nextKey: NextMasterKey
    private let batch: Int

    /// - Parameter batch: Values in a transaction.
    package init(storage: any StorageDriver, directory: String, batch: Int = 200) {
        self.storage = storage
        current = PrivateFile(path: Self.keyFile(in: directory))
        next = PrivateFile(path: Self.nextKeyFile(in: directory))
        nextKey = NextMasterKey(in: directory)
        self.batch = batch
    }

    static func keyFile(in directory: String) -> String { "\(directory)/master.key" }

    static func nextKeyFile(in directory: String) -> String { "\(directory)/master.key.next" }

    /// Changes the key, or ends a change that was begun.
    /// - Parameter told: Told of every step.
    /// - Throws: ``StartError`` or ``SecretError``; both keys are kept then.
    package func run(_ told: (Step) throws -> Void = { _ in }) async throws {
        guard let installation = try await installation() else {
            throw StartError.noInstallation(URL(filePath: current.path).deletingLastPathComponent().path)
        }
        if let made = try nextKey.checked() {
            return try await finish(to: made, from: installation, told)
        }
        guard let old = try MasterKey.load(from: current.path) else {
            throw StartError.missingMasterKey(current.path)
        }
        guard old.id == installation.keyID else {
            throw StartError.otherMasterKey(current.path, needed: installation.keyID)
        }
        let made = MasterKey()
        try made.store(at: next.path)
        try await begin(made)
        try told(.keyMade)
        try await finish(to: made, from: installation, told)
    }

    /// Ends a change that was begun; there is none in most starts.
    func resume() async throws {
        guard let made = try nextKey.checked(), let installation = try await installation() else {
            return
        }
        try await finish(to: made, from: installation) { _ in }
    }

    /// Ends a change on a shared database that was begun without servers, or notes for them that it was begun: a key that
    /// waits for a change is not one.
    func resumeAlone() async throws {
        guard let made = try? nextKey.load(), let installation = try await installation() else {
            return
        }
        let isBegun = try await storage.transaction { database in
            let table = Table(KeyRotationRecord.self, in: database)
            if try table.current() == nil, installation.keyID != made.id,
                try KeySweep.hasValues(of: made, in: database)
            {
                // By a version before, which did not note it.
                try table.begin(made, of: KeySweep.count(in: database))
            }
            return try table.current() != nil && Table(ServerKeysRecord.self, in: database).all().isEmpty
        }
        if isBegun || installation.keyID == made.id { try await finish(to: made, from: installation) { _ in } }
    }

    private func installation() async throws -> InstallationRecord? {
        try await storage.read { try Table(InstallationRecord.self, in: $0).current() }
    }

    private func finish(
        to made: MasterKey, from installation: InstallationRecord, _ told: (Step) throws -> Void
    ) async throws {
        if installation.keyID != made.id {
            guard let old = try MasterKey.load(from: current.path) else {
                throw StartError.missingMasterKey(current.path)
            }
            guard old.id == installation.keyID else {
                throw StartError.otherMasterKey(current.path, needed: installation.keyID)
            }
            try await seal(with: SecretBox(master: made, previous: old), as: made, told)
            try told(.databaseChanged)
        }
        try current.replace(by: next)
        try told(.keyReplaced)
    }

    private func seal(with secrets: SecretBox, as key: MasterKey, _ told: (Step) throws -> Void) async throws {
        let sweep = KeySweep(secrets: secrets, key: key, batch: batch)
        let all = try await begin(key)
        var done = 0
        while true {
            let count = try await storage.transaction { database in
                let count = try sweep.step(in: database)
                if count == 0 { try sweep.end(in: database) }
                return count
            }
            if count == 0 { return }
            done += count
            try told(.sealed(done, of: all))
        }
    }

    /// From here on the database names both keys.
    /// - Returns: How many values there are.
    @discardableResult
    private func begin(_ key: MasterKey) async throws -> Int {
        try await storage.transaction { database in
            let count = try KeySweep.count(in: database)
            try Table(KeyRotationRecord.self, in: database).begin(key, of: count)
            return count
        }
    }
}
