import ArgumentParser
import Foundation
import Logging
import Platform
import PluginHost
import Storage

/// Where the server keeps everything.
struct StorageOptions: ParsableArguments {
    @Option(
        help:
            "Where everything is kept: sqlite, in the data directory, or the id of a plugin's storage. (MILLRACE_STORAGE; default sqlite)"
    )
    var storage: String?

    private static let embedded = "sqlite"

    private var chosen: String { storage ?? Environment.setting("STORAGE") ?? Self.embedded }

    /// - Throws: `StartError` or `StorageError`
    func open(in data: String, _ plugins: PluginHost) throws -> any StorageDriver {
        chosen == Self.embedded ? try SQLiteDriver(path: Self.file(in: data)) : try contributed(by: plugins)
    }

    /// Runs `body` with the storage of an installation that is there already. A server may be running on it, so
    /// plugins are loaded only when one of them is the storage.
    func withExisting(
        in data: String, _ plugins: PluginOptions, _ body: (any StorageDriver) async throws -> Void
    ) async throws {
        try Self.requireInstallation(in: data)
        guard chosen != Self.embedded else { return try await use(SQLiteDriver(path: Self.file(in: data)), body) }
        let host = try await plugins.load(
            dataDirectory: "\(data)/plugins", logger: Logger(label: "millrace") { _ in SwiftLogNoOpLogHandler() })
        do { try await use(try contributed(by: host), body) } catch {
            await host.shutdown()
            throw error
        }
        await host.shutdown()
    }

    static func requireInstallation(in data: String) throws {
        guard FileManager.default.fileExists(atPath: "\(data)/master.key") else {
            throw ValidationError("\(StartError.noInstallation(data))")
        }
    }

    private func use(_ storage: any StorageDriver, _ body: (any StorageDriver) async throws -> Void) async throws {
        try await storage.migrate()
        try await body(storage)
        try storage.close()
    }

    private func contributed(by plugins: PluginHost) throws(StartError) -> PluginStorage {
        let storages = plugins.registry.storages
        guard let service = storages.first(where: { $0.definition.id == chosen }) else {
            throw .unknownStorage(chosen, known: [Self.embedded] + storages.map(\.definition.id))
        }
        return PluginStorage(service)
    }

    private static func file(in data: String) -> String { "\(data)/millrace.sqlite" }
}
