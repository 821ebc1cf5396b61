import API
import Foundation
import Logging
import Marketplace
import Platform
import PluginHost
import PluginMessages

/// Everything that the server is configured with: read once from flags and variables, and checked before a file, a key
/// or a socket is made.
struct ServerConfiguration: Sendable {
    /// The path of the data directory.
    let data: String
    let api: APIServer.Configuration
    let logger: Logger
    /// For the work that was begun when the server is stopped.
    let shutdownTimeout: Duration
    /// Before that, while requests are still accepted.
    let drainDelay: Duration
    let storage: StorageChoice
    let plugins: PluginConfiguration
    let marketplace: MarketplaceSettings
    let retention: RetentionSettings
    /// Whether authorization servers may be in private networks.
    let asksPrivate: Bool

    /// - Throws: `InvalidSetting` for the first setting whose value is not valid.
    init(_ options: ServeOptions, _ reader: SettingReader = SettingReader()) throws(InvalidSetting) {
        data = try options.data.path(reader)
        var api = APIServer.Configuration(
            host: try reader.value(ServerSettings.host, options.listen.host),
            port: try reader.value(ServerSettings.port, options.listen.port),
            limits: RateLimits(try reader.value(ServerSettings.rateLimits, options.access.rateLimits)),
            proxies: try reader.value(ServerSettings.trustedProxies, options.access.trustedProxies),
            publicOrigin: try reader.value(ServerSettings.publicURL, options.listen.publicURL),
            allowedOrigins: Set(try reader.value(ServerSettings.allowedOrigins, options.access.allowedOrigins)))
        let executable = URL(filePath: PluginConfiguration.executable)
        api.documentation = executable.deletingLastPathComponent().appending(path: "docs")
        api.console =
            if let folder = try reader.value(ServerSettings.console, options.listen.console) {
                URL(filePath: folder)
            } else { Self.console(of: executable) }
        self.api = api
        logger = try options.log.logger(reader)
        shutdownTimeout = try reader.value(ServerSettings.shutdownTimeout, options.shutdown.timeout)
        drainDelay = try reader.value(ServerSettings.drainDelay, options.shutdown.drainDelay)
        storage = try options.storage.choice(reader)
        retention = try options.retention.settings(reader)
        asksPrivate = try reader.value(ServerSettings.privateTokens, options.listen.privateTokens)
        plugins = try options.plugins.configuration(reader, flags: options.pluginFlags)
        let registries = try reader.value(ServerSettings.registries, options.marketplace.registries)
        // Tests see what a power cut there leaves.
        marketplace = MarketplaceSettings(
            registries: registries.map { RegistrySource($0) }, check: try options.marketplace.trust.check(reader)
        ) { [dieAfter = options.dieAfter] moment in if moment == dieAfter { kill(getpid(), SIGKILL) } }
    }

    /// The build of the source tree that the executable is in, or of its installation; `nil` without one.
    private static func console(of executable: URL) -> URL? {
        let folder = executable.deletingLastPathComponent()
        // SwiftPM's folder is .build/<target>/<configuration>.
        return ["../../console", "../share/millrace/console"].map { folder.appending(path: $0).standardized }
            .first { FileManager.default.fileExists(atPath: $0.appending(path: "index.html").path) }
    }

    /// Checks what only the manifests of the plugins can decide: their settings, and the storage.
    ///
    /// - Throws: `InvalidSetting` or `StartError`
    func check(_ manifests: [PluginMessages.Manifest]) throws {
        // Packages that are installed load later, and may have settings.
        let installed = (try? FileManager.default.contentsOfDirectory(atPath: "\(data)/packages")) ?? []
        try plugins.settings.check(
            manifests, others: installed, known: [SettingReader.prefix + AuthoringSettings.deno.definition.name],
            server: ServerSettings.all)
        try storage.check(manifests)
    }

    /// Makes the data directory, and locks it for this process.
    ///
    /// - Throws: `StartError`
    func claimData() throws(StartError) -> InstallationLock {
        do {
            try FileManager.default.createDirectory(
                atPath: data, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch { throw .file(data, error.localizedDescription) }
        return try InstallationLock(directory: data)
    }
}
