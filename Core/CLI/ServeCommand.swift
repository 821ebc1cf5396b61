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
import UnixSignals

/// `millrace serve`: the server. It needs no configuration.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Runs the server.",
        discussion: """
            Each setting has a flag and a variable; a flag takes precedence. Settings are checked before a file is created \
            or a port opened. SIGTERM and SIGINT stop the server; SIGHUP reads the log level anew from the file of \
            MILLRACE_LOG_LEVEL_FILE.

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
            logger.notice("This version changes the schema of the database. It was copied before: \(copy)")
        }
        try Self.requireKnownData(await plugins.load(found))
        let storage = try configuration.storage.open(in: configuration.data, plugins)
        let claim = try await configuration.claim(storage)
        let platform = try await Platform(
            storage: claim?.storage ?? storage, plugins: plugins,
            dataDirectory: configuration.data, marketplace: configuration.marketplace,
            retention: configuration.retention, webhooks: configuration.webhooks,
            address: configuration.api.publicOrigin, asksPrivate: configuration.asksPrivate, metrics: metrics,
            logger: logger)
        try configuration.storage.keep(in: configuration.data)
        let isSeen = isatty(STDOUT_FILENO) == 1
        if let first = platform.firstStart { print(Self.notice(of: first, isSeen: isSeen)) }
        let server = APIServer(platform: platform, configuration: configuration.api, metrics: metrics, logger: logger)
        await plugins.start()
        let work = await PlatformService(platform)
        let setUp = try await platform.ownerSetUp.pendingToken()
        let application = server.buildApplication { port in
            print(await StartMessage(configuration, port: port, setUp: setUp, isSeen: isSeen).text)
            fflush(nil)
        }
        let (delay, timeout) = (configuration.drainDelay, configuration.shutdownTimeout)
        // Stopped from the last to the first: requests drain while plugins still answer.
        var services = ServiceGroupConfiguration(
            services: [
                .init(service: EventService(platform: platform), successTerminationBehavior: .ignore),
                .init(service: PluginService(host: plugins)), .init(service: work), .init(service: application),
                .init(service: reload(configuration, at: hangUps), successTerminationBehavior: .ignore),
                .init(
                    service: DrainService(
                        health: platform.health, onStop: platform.stopDownloads, delay: delay, timeout: timeout,
                        logger: logger),
                    successTerminationBehavior: .ignore),
            ], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        // The last to stop: until then no other server may write.
        if let claim {
            services.services.insert(
                .init(service: ClaimService(claim: claim, logger: logger), successTerminationBehavior: .ignore), at: 0)
        }
        services.maximumGracefulShutdownDuration = delay + timeout
        do { try await ServiceGroup(configuration: services).run() } catch is CancellationError {
            logger.warning("What did not end in time was cut off.")
        } catch let error where error is IOError || error is SocketAddressError.UnknownHost {
            throw ListenError(host: configuration.api.host, port: configuration.api.port, reason: error)
        }
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

    /// What is printed where nobody watches ends in a log, and a key does not belong there.
    private static func notice(of first: FirstStart, isSeen: Bool) -> String {
        guard isSeen else { return "First start. Your API key is in \(first.keyFile)." }
        return "First start. Your API key, shown only now and kept in \(first.keyFile):\n\n    \(first.apiKey.text)\n"
    }

    private func reload(_ configuration: ServerConfiguration, at signals: UnixSignalsSequence) -> ReloadService {
        ReloadService(signals: signals, logger: configuration.logger) { [flag = options.log.level] in
            configuration.logLevel.value = try SettingReader().value(ServerSettings.logLevel, flag)
        }
    }

    private func printPage(_ configuration: ServerConfiguration) async throws {
        let plugins = configuration.plugins.host(dataDirectory: nil, logger: configuration.logger)
        print(ConfigurationPage(plugins: await plugins.discover().compactMap(\.manifest)).text, terminator: "")
    }
}
