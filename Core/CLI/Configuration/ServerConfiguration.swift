import API
import Faults
import Foundation
import Logging
import Marketplace
import Platform
import PluginHost
import PluginMessages
import Storage

/// Everything that the server is configured with: read once from flags and variables, and checked before a file, a key
/// or a socket is made.
struct ServerConfiguration: Sendable {
    /// The path of the data directory.
    let data: String
    let api: APIServer.Configuration
    let logger: Logger
    let logLevel: SharedLogLevel
    /// For the work that was begun when the server is stopped.
    let shutdownTimeout: Duration
    /// Before that, while requests are still accepted.
    let drainDelay: Duration
    let storage: StorageChoice
    /// Whether to wait while another server works on the database.
    let standsBy: Bool
    /// The origin at which other servers reach this one; `nil` for the address that it listens on.
    private let advertised: String?
    /// Of this server among those of its database.
    let name: String
    let plugins: PluginConfiguration
    let marketplace: MarketplaceSettings
    /// The installation's registry, when it is used.
    let bundled: BundledRegistry?
    let retention: RetentionSettings
    let webhooks: WebhookSettings
    /// Whether authorization servers may be in private networks.
    let asksPrivate: Bool

    /// - Throws: `InvalidSetting` for the first setting whose value is not valid, unless the reader collects them.
    init(_ options: ServeOptions, _ reader: SettingReader = SettingReader()) throws(InvalidSetting) {
        data = try options.data.path(reader)
        var api = APIServer.Configuration(
            host: try reader.value(ServerSettings.host, options.listen.host),
            port: try reader.value(ServerSettings.port, options.listen.port),
            limits: RateLimits(try reader.value(ServerSettings.rateLimits, options.access.rateLimits)),
            proxies: try reader.value(ServerSettings.trustedProxies, options.access.trustedProxies),
            publicOrigin: try reader.value(ServerSettings.publicURL, options.listen.publicURL),
            allowedOrigins: Set(try reader.value(ServerSettings.allowedOrigins, options.access.allowedOrigins)))
        let folders = InstallationFolders()
        api.documentation = folders.find(.documentation)
        api.console =
            try reader.value(ServerSettings.console, options.listen.console).map { URL(filePath: $0) }
            ?? folders.find(.console)
        api.commit = Millrace.commit
        self.api = api
        logLevel = SharedLogLevel(try reader.value(ServerSettings.logLevel, options.log.level))
        logger = try options.log.logger(reader, logLevel)
        shutdownTimeout = try reader.value(ServerSettings.shutdownTimeout, options.shutdown.timeout)
        drainDelay = try reader.value(ServerSettings.drainDelay, options.shutdown.drainDelay)
        storage = try options.storage.choice(reader)
        advertised = try reader.value(ServerSettings.advertise, options.listen.advertise)
        name = try reader.value(ServerSettings.name, options.listen.name) ?? ProcessInfo.processInfo.hostName
        standsBy = try reader.value(ServerSettings.standby, options.standby)
        if standsBy, storage.external == nil {
            let source: InvalidSetting.Source =
                options.standby
                ? .flag("--standby") : .variable(SettingReader.prefix + ServerSettings.standby.definition.name)
            try reader.collecting(()) { () throws(InvalidSetting) in
                throw InvalidSetting(
                    source, .requires("a --storage that several servers can reach, such as postgresql"))
            }
        }
        retention = try options.retention.settings(reader)
        webhooks = WebhookSettings(
            allowsPrivate: try reader.value(ServerSettings.webhookPrivate, options.access.webhookPrivate))
        asksPrivate = try reader.value(ServerSettings.privateTokens, options.listen.privateTokens)
        plugins = try options.plugins.configuration(reader, flags: options.pluginFlags)
        let registries = try reader.value(ServerSettings.registries, options.marketplace.registries).effective
        // What is wrong with its key is for `doctor`: the server works without it.
        let bundled = registries.contains(.bundled) ? try? BundledRegistry(folders) : nil
        self.bundled = bundled
        marketplace = MarketplaceSettings(
            registries: registries.sources(bundled), check: try options.marketplace.trust.check(reader)
        ) { Fault.reach(.marketplace($0.action.rawValue, $0.step.rawValue)) }
    }

    /// What only the manifests of the plugins can decide: their settings, and the storage.
    ///
    /// - Returns: `InvalidSetting` and `StartError`, all of them.
    func problems(_ manifests: [PluginMessages.Manifest]) -> [any Error] {
        // Packages that are installed load later, and may have settings.
        let installed = (try? FileManager.default.contentsOfDirectory(atPath: "\(data)/packages")) ?? []
        var problems: [any Error] = plugins.settings.problems(
            manifests, others: installed, known: [SettingReader.prefix + AuthoringSettings.deno.definition.name],
            server: ServerSettings.all)
        problems += plugins.namedProblems(manifests, others: installed)
        do { try storage.check(manifests) } catch { problems.append(error) }
        return problems
    }

    /// - Parameter port: That the server listens on.
    /// - Returns: The origin at which other servers reach this one.
    func address(port: Int) -> String {
        if let advertised { return advertised }
        let host = ["0.0.0.0", "::"].contains(api.host) ? ProcessInfo.processInfo.hostName : api.host
        return "http://\(StartMessage.bracketed(host)):\(port)"
    }

    /// Whether there is no installation in the data directory yet.
    var isFirstStart: Bool { !FileManager.default.fileExists(atPath: "\(data)/master.key") }

    /// Makes the data directory, which no other user may reach, and locks it for this process.
    ///
    /// - Throws: `StartError`
    func claimData() throws(StartError) -> InstallationLock {
        try PrivateFolder(data).claim()
        return try InstallationLock(directory: data)
    }

    /// Takes a database that several servers can reach, for this one.
    ///
    /// - Returns: `nil` for an embedded database, which the data directory's lock guards.
    /// - Throws: `StartError` when another server works on it and this one does not stand by.
    func claim(_ storage: any StorageDriver) async throws -> ServerClaim? {
        guard storage.isShared else { return nil }
        return try await ServerClaim.take(
            storage, directory: data, name: name, waits: standsBy, logger: logger)
    }
}
