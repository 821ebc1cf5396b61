import API
import ArgumentParser
import Foundation
import Logging
import NIOCore
import Platform
import PluginHost
import PluginMessages
import Prometheus
import ServiceLifecycle
import Storage
import UnixSignals

/// `millrace serve`: the server. It needs no configuration.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Runs the server.",
        discussion: """
            Each setting has a flag and a variable; a flag takes precedence. Settings are checked before a file is \
            created or a port opened. SIGTERM and SIGINT stop the server; SIGHUP reloads the log level from the file \
            of MILLRACE_LOG_LEVEL_FILE.

            \(CommandStatus.list)
            """)

    @OptionGroup var options: ServeOptions

    @Flag(help: "Print the configuration page in Markdown, with the settings of the installed plugins, and exit.")
    var helpMarkdown = false

    func run() async throws {
        let configuration = try ServerConfiguration(options)
        if helpMarkdown { return try await printPage(configuration) }
        // What the server makes is for its owner alone, however it was started.
        umask(0o077)
        OpenFiles.allowMost()
        HarmlessSignals.ignore()
        let hangUps = await UnixSignalsSequence(trapping: .sighup)
        let logger = configuration.logger
        let metrics = PrometheusRegistry.forServer()
        let plugins = configuration.plugins.host(
            dataDirectory: "\(configuration.data)/plugins", metrics: metrics, logger: logger)
        let found = await plugins.discover()
        if let problem = configuration.problems(found.compactMap(\.manifest)).first { throw problem }
        // Of a later start, the data directory says more: whose process has it, and with it the address.
        if configuration.isFirstStart {
            try await ListenProbe(host: configuration.api.host, port: configuration.api.port).run()
        }
        let lock = try configuration.claimData()
        defer { withExtendedLifetime(lock) {} }
        try configuration.storage.check(configuration.data)
        if let copy = try configuration.storage.copyBeforeUpgrade(in: configuration.data) {
            logger.notice("This version changes the schema of the database. A copy was made first: \(copy)")
        }
        try Self.requireKnownData(await plugins.load(found))
        let storage = try configuration.storage.open(in: configuration.data, plugins)
        let hangUp = reload(configuration, at: hangUps)
        do {
            try await configuration.standsBy
                ? standBy(configuration, storage, plugins, metrics, hangUp)
                : serve(configuration, storage, plugins, metrics, hangUp)
        } catch is CancellationError {
            logger.warning("Work that did not finish in time was cancelled.")
        } catch let error where error is IOError || error is SocketAddressError.UnknownHost {
            throw ListenError(host: configuration.api.host, port: configuration.api.port, reason: error)
        }
    }

    /// Works on the database, then listens.
    private func serve(
        _ configuration: ServerConfiguration, _ storage: any StorageDriver, _ plugins: PluginHost,
        _ metrics: PrometheusRegistry, _ reload: ReloadService
    ) async throws {
        let claim = try await configuration.claim(storage)
        let keys = MasterKeys(directory: configuration.data)
        let leading = try await LeadingServer(
            configuration, storage: claim?.storage ?? storage, plugins: plugins, keys: keys, claim: claim,
            transport: claim == nil ? nil : ServerMessageClient(), metrics: metrics)
        let application = leading.server.buildApplication { port in await leading.listens(on: port) }
        let drain = DrainService(configuration, hasFollowers: claim != nil) { await leading.drain() }
        var services = leading.services
        if claim != nil { services.append(try keyService(configuration, storage, keys)) }
        try await run(services + [.init(service: application)], reload, drain, configuration)
    }

    /// Listens, and works on the database when no other server does any more.
    private func standBy(
        _ configuration: ServerConfiguration, _ storage: any StorageDriver, _ plugins: PluginHost,
        _ metrics: PrometheusRegistry, _ reload: ReloadService
    ) async throws {
        let keys = MasterKeys(directory: configuration.data)
        let watch = LeaderWatch(LeaderLookup(storage: storage, keys: keys), logger: configuration.logger)
        let transport = ServerMessageClient()
        let followers = try FollowerPlugins(
            host: plugins, directory: configuration.data, name: configuration.name, link: { watch.link },
            leader: { watch.leader }, transport: transport, logger: configuration.logger)
        let front = StandbyServer(
            configuration: configuration.api, watch: watch, receiver: followers.receiver, metrics: metrics,
            logger: configuration.logger)
        let standby = StandbyService(
            configuration, storage: storage, plugins: plugins, front: front, keys: keys, followers: followers,
            transport: transport, metrics: metrics)
        let application = front.buildApplication { port in standby.listens(on: port) }
        let drain = DrainService(configuration, hasFollowers: true) { await standby.drain() }
        try await run(
            [
                .init(service: standby, successTerminationBehavior: .ignore), keyService(configuration, storage, keys),
                .init(service: WatchService(watch: watch), successTerminationBehavior: .ignore),
                .init(
                    service: FollowingService(
                        configuration: configuration, storage: storage, plugins: plugins, front: front, keys: keys,
                        metrics: metrics),
                    successTerminationBehavior: .ignore),
                .init(
                    service: FollowerService(followers: followers, configuration: configuration, standby: standby),
                    successTerminationBehavior: .ignore), .init(service: application),
            ], reload, drain, configuration)
    }

    private func keyService(
        _ configuration: ServerConfiguration, _ storage: any StorageDriver, _ keys: MasterKeys
    ) throws -> ServiceGroupConfiguration.ServiceConfiguration {
        .init(
            service: KeyService(
                keys: try ServerKeys(
                    storage: storage, directory: configuration.data, name: configuration.name, keys: keys,
                    logger: configuration.logger)),
            successTerminationBehavior: .ignore)
    }

    /// - Parameter services: Stopped from the last to the first: requests drain while plugins still answer.
    private func run(
        _ services: [ServiceGroupConfiguration.ServiceConfiguration], _ reload: ReloadService, _ drain: DrainService,
        _ configuration: ServerConfiguration
    ) async throws {
        var group = ServiceGroupConfiguration(
            services: services + [
                .init(service: reload, successTerminationBehavior: .ignore),
                .init(service: drain, successTerminationBehavior: .ignore),
            ], gracefulShutdownSignals: [.sigterm, .sigint], logger: configuration.logger)
        group.maximumGracefulShutdownDuration = drain.delay + drain.timeout
        try await ServiceGroup(configuration: group).run()
    }

    /// A plugin that must not touch its data ends the start: without it, runs would seem to be lost.
    private static func requireKnownData(_ refusals: [PluginRefusal]) throws(StartError) {
        for refusal in refusals {
            switch refusal.code {
            case PluginFailure.newerDataCode: throw .newerData(refusal.reason)
            case PluginFailure.upgradeCopyCode: throw .pluginUpgradeCopy(refusal.reason)
            default: continue
            }
        }
    }

    private func reload(_ configuration: ServerConfiguration, at signals: UnixSignalsSequence) -> ReloadService {
        ReloadService(signals: signals, logger: configuration.logger) { [flag = options.log.level] in
            configuration.logLevel.value = try SettingReader().value(ServerSettings.logLevel, flag)
        }
    }

    private func printPage(_ configuration: ServerConfiguration) async throws {
        let plugins = configuration.plugins.host(dataDirectory: nil, logger: configuration.logger)
        Terminal.print(ConfigurationPage(plugins: await plugins.discover().compactMap(\.manifest)).text, terminator: "")
    }
}
