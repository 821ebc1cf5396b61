import AsyncHTTPClient
import Dispatch
import FoundationEssentials
import JSON
import Logging
import PluginMessages
import Synchronization

/// Loads plugin libraries and keeps what they contribute.
package final class PluginHost: Sendable {
    package struct Configuration: Sendable {
        /// Where libraries are looked for.
        package let locations: [PluginLocation]
        /// Each plugin gets the directory of its id below; `nil` when nothing is to be kept.
        package let dataDirectory: String?
        /// By plugin id and then by name.
        package let settings: PluginSettings
        package let hostVersion: String

        package init(
            locations: [PluginLocation], dataDirectory: String?, settings: PluginSettings, hostVersion: String
        ) {
            self.locations = locations
            self.dataDirectory = dataDirectory
            self.settings = settings
            self.hostVersion = hostVersion
        }
    }

    /// What plugins tell that no call asked for; one reader.
    package let events: AsyncStream<PluginEvent>

    private let configuration: Configuration
    private let logger: Logger
    private let fetcher: PluginFetcher
    private let sink: AsyncStream<PluginEvent>.Continuation
    private let snapshot = Mutex(ContributionRegistry())
    private let loaded = Mutex<[(plugin: LoadedPlugin, library: InProcessPlugin)]>([])

    package init(configuration: Configuration, client: HTTPClient = .shared, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
        fetcher = PluginFetcher(client: client)
        (events, sink) = AsyncStream.makeStream(of: PluginEvent.self)
    }

    /// What is contributed now: a value that stays the same for who holds it.
    package var registry: ContributionRegistry { snapshot.withLock { $0 } }

    /// The plugins that were loaded, in order.
    package var plugins: [LoadedPlugin] { loaded.withLock { $0.map(\.plugin) } }

    /// Loads every library in the configured places. One that cannot be loaded is refused with its reason and
    /// the others are loaded all the same.
    package func load() async {
        var plugins: [LoadedPlugin] = []
        var refusals: [PluginRefusal] = []
        for path in configuration.locations.flatMap(\.libraries) {
            do {
                let plugin = try await load(path, among: plugins)
                plugins.append(plugin)
                logger.info("Loaded the plugin \"\(plugin.manifest.id)\" \(plugin.manifest.version) from \(path)")
            } catch let refusal {
                refusals.append(refusal)
                logger.warning("Refused a plugin: \(refusal)")
            }
        }
        let registry = ContributionRegistry(plugins: plugins, refusals: refusals)
        snapshot.withLock { $0 = registry }
    }

    /// Lets the plugins go on with work that was interrupted, before the server serves.
    package func start() async {
        for plugin in plugins {
            do {
                _ = try await plugin.connection.call("plugin.start", [:], deadline: .seconds(60)) { _, _ in }
            } catch {
                logger.error("The plugin \"\(plugin.manifest.id)\" did not start its work: \(error)")
            }
        }
    }

    /// Returns when every plugin has stopped its work.
    package func shutdown() async {
        for library in loaded.withLock({ $0.map(\.library) }) {
            await withCheckedContinuation { continuation in
                // The call blocks, so it must not hold a thread of the concurrency pool.
                DispatchQueue.global().async {
                    library.library.shutdown()
                    continuation.resume()
                }
            }
        }
        sink.finish()
    }

    private func load(
        _ path: String, among others: [LoadedPlugin]
    ) async throws(PluginRefusal) -> LoadedPlugin {
        let services = HostServices(
            library: String(path.split(separator: "/").last ?? ""), logger: logger, fetcher: fetcher, events: sink)
        let library = InProcessPlugin(library: try PluginLibrary(path: path, services: services))
        let manifest = try ManifestReader(path: path).read(library.library.manifest)
        let plugin = LoadedPlugin(path: path, manifest: manifest, connection: library)
        try Self.checkUnique(plugin, among: others)
        let directory = try directory(of: manifest.id, path: path)
        await services.identify(as: manifest.id, dataDirectory: directory)
        let settings = configuration.settings.values(of: manifest.id)
        do {
            _ = try await library.call(
                "plugin.configure",
                [
                    "settings": .object(
                        JSONObject(settings.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })),
                    "dataDirectory": directory.map(JSONValue.string) ?? .null,
                    "hostVersion": .string(configuration.hostVersion),
                ], deadline: .seconds(30)
            ) { _, _ in }
        } catch let failure {
            throw PluginRefusal(path: path, code: failure.code, reason: "It cannot be configured: \(failure.message)")
        }
        loaded.withLock { $0.append((plugin, library)) }
        return plugin
    }

    private func directory(of id: String, path: String) throws(PluginRefusal) -> String? {
        guard let parent = configuration.dataDirectory else { return nil }
        let directory = "\(parent)/\(id)"
        do {
            try FileManager.default.createDirectory(
                atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw PluginRefusal(path: path, code: "plugin.directory", reason: "Its directory cannot be made: \(error)")
        }
        return directory
    }

    private static func checkUnique(_ plugin: LoadedPlugin, among others: [LoadedPlugin]) throws(PluginRefusal) {
        func refuse(_ what: String, _ other: LoadedPlugin) -> PluginRefusal {
            PluginRefusal(
                path: plugin.path, code: "plugin.duplicate", reason: "\(what) is already loaded from \(other.path).")
        }
        for other in others {
            if other.manifest.id == plugin.manifest.id, other.manifest.version == plugin.manifest.version {
                throw refuse("The plugin \"\(plugin.manifest.id)\" \(plugin.manifest.version)", other)
            }
            for node in plugin.manifest.nodes
            where other.manifest.nodes.contains(where: { $0.id == node.id && $0.version == node.version }) {
                throw refuse("The node \"\(node.id)\" \(node.version)", other)
            }
            for provider in plugin.manifest.providers
            where other.manifest.providers.contains(where: { $0.id == provider.id }) {
                throw refuse("The provider \"\(provider.id)\"", other)
            }
        }
    }
}
