import API
import ArgumentParser
import Foundation
import Logging
import NIOCore
import Platform
import PluginHost
import Prometheus
import ServiceLifecycle

/// `millrace serve`: the server. It needs no configuration.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Runs the server.",
        discussion: """
            Each setting has a flag and a variable; a flag takes precedence. Settings are checked before a file is created \
            or a port opened. SIGTERM and SIGINT stop the server.

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
        let logger = configuration.logger
        let metrics = PrometheusRegistry.forServer()
        let plugins = configuration.plugins.host(
            dataDirectory: "\(configuration.data)/plugins", metrics: metrics, logger: logger)
        let found = await plugins.discover()
        try configuration.check(found.compactMap(\.manifest))
        let lock = try configuration.claimData()
        defer { withExtendedLifetime(lock) {} }
        await plugins.load(found)
        let platform = try await Platform(
            storage: try configuration.storage.open(in: configuration.data, plugins), plugins: plugins,
            dataDirectory: configuration.data, marketplace: configuration.marketplace,
            retention: configuration.retention, address: configuration.api.publicOrigin,
            asksPrivate: configuration.asksPrivate, metrics: metrics, logger: logger)
        if let first = platform.firstStart {
            print(
                "First start. Your API key, shown only now and kept in \(first.keyFile):\n\n    \(first.apiKey.text)\n")
            fflush(nil)
        }
        let server = APIServer(platform: platform, configuration: configuration.api, metrics: metrics, logger: logger)
        await plugins.start()
        let work = await PlatformService(platform)
        let (host, origin) = (configuration.api.host, configuration.api.publicOrigin)
        let setUp = try await platform.ownerSetUp.pendingToken()
        let application = server.buildApplication { port in
            print("Millrace \(Millrace.version) listens on http://\(host):\(port)")
            if let setUp {
                print("Set the owner's name and password: \(origin ?? "http://\(host):\(port)")/set-up#\(setUp)")
            }
            fflush(nil)
        }
        let (delay, timeout) = (configuration.drainDelay, configuration.shutdownTimeout)
        // Stopped from the last to the first: requests drain while plugins still answer.
        var services = ServiceGroupConfiguration(
            services: [
                .init(service: EventService(platform: platform), successTerminationBehavior: .ignore),
                .init(service: PluginService(host: plugins)), .init(service: work), .init(service: application),
                .init(
                    service: DrainService(
                        health: platform.health, onStop: platform.stopDownloads, delay: delay, timeout: timeout,
                        logger: logger),
                    successTerminationBehavior: .ignore),
            ], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        services.maximumGracefulShutdownDuration = delay + timeout
        do { try await ServiceGroup(configuration: services).run() } catch is CancellationError {
            logger.warning("What did not end in time was cut off.")
        } catch let error as IOError {
            throw ListenError(host: host, port: configuration.api.port, reason: error)
        }
    }

    private func printPage(_ configuration: ServerConfiguration) async throws {
        let plugins = configuration.plugins.host(dataDirectory: nil, logger: configuration.logger)
        print(ConfigurationPage(plugins: await plugins.discover().compactMap(\.manifest)).text, terminator: "")
    }
}
