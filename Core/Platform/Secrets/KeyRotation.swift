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
/// Nothing else may write meanwhile: an ``InstallationLock`` is held.
package struct KeyRotation: Sendable {
    /// What has just been done for good.
    package enum Step: Sendable, Hashable {
        case keyMade
        /// Values that are sealed with the new key now, and all there are.
        case sealed(Int, of: Int)
        case databaseChanged
        case keyReplaced
    }

    private let storage: any StorageDriver
    private let current: PrivateFile
    private let next: PrivateFile
    private let batch: Int

    /// - Parameter batch: Values in a transaction.
    package init(storage: any StorageDriver, directory: String, batch: Int = 200) {
        self.storage = storage
        current = PrivateFile(path: Self.keyFile(in: directory))
        next = PrivateFile(path: Self.keyFile(in: directory) + ".next")
        self.batch = batch
    }

    static func keyFile(in directory: String) -> String { "\(directory)/master.key" }

    /// Changes the key, or ends a change that was begun.
    /// - Parameter told: Told of every step.
    /// - Throws: ``StartError`` or ``SecretError``; both keys are kept then.
    package func run(_ told: (Step) throws -> Void = { _ in }) async throws {
        guard let installation = try await installation() else {
            throw StartError.noInstallation(URL(filePath: current.path).deletingLastPathComponent().path)
        }
        if let made = try MasterKey.load(from: next.path) {
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
        try told(.keyMade)
        try await finish(to: made, from: installation, told)
    }

    /// Ends a change that was begun; there is none in most starts.
    func resume() async throws {
        guard let made = try MasterKey.load(from: next.path), let installation = try await installation() else {
            return
        }
        try await finish(to: made, from: installation) { _ in }
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
        let all = try await storage.read { database in
            try SealedColumn.allCases.reduce(0) { try $0 + $1.values(in: database).count() }
        }
        var done = 0
        while true {
            let (count, isLast) = try await storage.transaction { [batch] database in
                var left = batch
                for column in SealedColumn.allCases where left > 0 {
                    let values = column.values(in: database)
                    for value in try values.without(prefix: SecretBox.prefix(of: key), limit: left) {
                        let place = column.place(value.row)
                        try values.set(secrets.seal(secrets.open(value.sealed, at: place), at: place), of: value.row)
                        left -= 1
                    }
                }
                if left == batch { try Table(InstallationRecord.self, in: database).change(keyID: key.id) }
                return (batch - left, left == batch)
            }
            if isLast { return }
            done += count
            try told(.sealed(done, of: all))
        }
    }
}

extension SealedColumn {
    fileprivate func values(in database: any SQLConnection) -> SealedValues {
        SealedValues(table: table, column: name, where: condition, in: database)
    }
}
