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
        guard chosen != Self.embedded else { return try SQLiteDriver(path: Self.file(in: data)) }
        let storages = plugins.registry.storages
        guard let service = storages.first(where: { $0.definition.id == chosen }) else {
            throw StartError.unknownStorage(chosen, known: [Self.embedded] + storages.map(\.definition.id))
        }
        return PluginStorage(service)
    }

    /// Runs `body` with the storage of an installation that is there already.
    func withExisting<Result>(
        in data: String, _ plugins: PluginOptions, _ body: (any StorageDriver) async throws -> Result
    ) async throws -> Result {
        guard FileManager.default.fileExists(atPath: "\(data)/master.key") else {
            throw ValidationError("There is no installation in \(data): start the server once.")
        }
        let host = try await plugins.load(
            dataDirectory: "\(data)/plugins",
            logger: Logger(label: "millrace", factory: { StreamLogHandler.standardError(label: $0) }))
        let storage = try open(in: data, host)
        try await storage.migrate()
        let result = try await body(storage)
        try storage.close()
        await host.shutdown()
        return result
    }

    private static func file(in data: String) -> String { "\(data)/millrace.sqlite" }
}
