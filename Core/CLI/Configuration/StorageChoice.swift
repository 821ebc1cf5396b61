import Foundation
import Logging
import Platform
import PluginHost
import PluginMessages
import Storage

/// The database that the configuration names.
struct StorageChoice: Sendable {
    let id: String

    /// The storage, where the database is not in the data directory.
    var external: String? { isEmbedded ? nil : id }

    private var isEmbedded: Bool { id == StorageOptions.embedded }

    /// - Throws: `StartError` when no plugin contributes the storage.
    func check(_ manifests: [PluginMessages.Manifest]) throws(StartError) {
        let contributed = manifests.flatMap(\.storages).map(\.id)
        guard isEmbedded || contributed.contains(id) else {
            throw .unknownStorage(id, known: [StorageOptions.embedded] + contributed)
        }
    }

    /// - Throws: `StartError` or `StorageError`
    func open(in data: String, _ plugins: PluginHost) throws -> any StorageDriver {
        isEmbedded ? try SQLiteDriver(path: Self.file(in: data)) : try contributed(by: plugins)
    }

    /// Copies the embedded database when this version changes its schema. To be called before the server opens anything.
    ///
    /// - Throws: `StorageError.newerSchema`, or `StartError`
    /// - Returns: The path of the copy; `nil` when nothing is due.
    func copyBeforeUpgrade(in data: String) throws -> String? {
        isEmbedded ? try UpgradeCopy(of: Self.file(in: data)).make() : nil
    }

    /// Refuses a data directory whose installation is in another storage.
    ///
    /// - Throws: `StartError`
    func check(_ data: String) throws { try StorageMark(directory: data).check(id) }

    /// Keeps in the data directory that its installation is here.
    func keep(in data: String) throws { try StorageMark(directory: data).write(id) }

    /// Runs `body` with the storage of an existing installation. A server may be running on it, so plugins are loaded
    /// only when one of them is the storage, and the schema stays as it is unless `alone`.
    /// - Parameter alone: Whether no server may work on it meanwhile, on whichever machine.
    func withExisting(
        in data: String, _ plugins: PluginConfiguration, alone: Bool = false,
        _ body: (any StorageDriver) async throws -> Void
    ) async throws {
        try Self.requireInstallation(in: data)
        if alone { _ = try copyBeforeUpgrade(in: data) }
        guard !isEmbedded else { return try await use(SQLiteDriver(path: Self.file(in: data)), alone, body) }
        let host = try await plugins.load(
            dataDirectory: "\(data)/plugins", logger: Logger(label: "millrace") { _ in SwiftLogNoOpLogHandler() })
        do {
            let storage = try contributed(by: host)
            try await alone ? claiming(storage, data, body) : use(storage, false, body)
        } catch {
            await host.shutdown()
            throw error
        }
        await host.shutdown()
    }

    static func requireInstallation(in data: String) throws(StartError) {
        guard FileManager.default.fileExists(atPath: "\(data)/master.key") else { throw .noInstallation(data) }
    }

    private func claiming(
        _ storage: any StorageDriver, _ data: String, _ body: (any StorageDriver) async throws -> Void
    ) async throws {
        let logger = Logger(label: "millrace") { _ in SwiftLogNoOpLogHandler() }
        let claim = try await ServerClaim.take(
            storage, directory: data, name: ProcessInfo.processInfo.hostName, waits: false, logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await claim.keepUp(logger) }
            do { try await use(claim.storage, true, body) } catch {
                try? await claim.release()
                throw error
            }
            group.cancelAll()
        }
        try await claim.release()
    }

    private func use(
        _ storage: any StorageDriver, _ migrates: Bool, _ body: (any StorageDriver) async throws -> Void
    ) async throws {
        if migrates {
            try await storage.migrate()
        } else if try await !storage.isCurrent() {
            throw StartError.olderData
        }
        try await body(storage)
        try storage.close()
    }

    private func contributed(by plugins: PluginHost) throws(StartError) -> PluginStorage {
        let storages = plugins.registry.storages
        guard let service = storages.first(where: { $0.definition.id == id }) else {
            throw .unknownStorage(id, known: [StorageOptions.embedded] + storages.map(\.definition.id))
        }
        return PluginStorage(service)
    }

    private static func file(in data: String) -> String { "\(data)/millrace.sqlite" }
}
