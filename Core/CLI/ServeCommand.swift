import API
import ArgumentParser
import Foundation
import Logging
import Marketplace
import Platform
import PluginHost
import Prometheus
import ServiceLifecycle

/// `millrace serve`: the server. It needs no configuration.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "serve", abstract: "Runs the server.")

    @Option(help: "Where everything is kept; made on the first start. (MILLRACE_DATA; default millrace-data)")
    var data: String?

    @Option(help: "The address to listen on. (MILLRACE_HOST; default 127.0.0.1)")
    var host: String?

    @Option(help: "The port to listen on; 0 takes a free one. (MILLRACE_PORT; default 8787)")
    var port: Int?

    @OptionGroup var log: LogOptions

    @OptionGroup var shutdown: ShutdownOptions

    @OptionGroup var storage: StorageOptions

    @OptionGroup var access: AccessOptions

    @OptionGroup var plugins: PluginOptions

    @Option(
        name: .customLong("registry"),
        help:
            "A registry of plugins, a URL or a folder; the first that has a node is the one it comes from. May be repeated. (MILLRACE_REGISTRIES, with ',' between)"
    )
    var registries: [String] = []

    @OptionGroup var trust: TrustOptions

    @Argument(
        parsing: .allUnrecognized,
        help: ArgumentHelp(
            "Settings of plugins as flags of their own: --PLUGIN-NAME=VALUE, or --PLUGIN-NAME for 1, such as --local-allow-private.",
            valueName: "plugin-flags"))
    var pluginFlags: [String] = []

    @Option(help: .hidden, transform: Self.moment)
    var dieAfter: MarketplaceSettings.Moment?

    func run() async throws {
        let logger = try log.logger
        let (timeout, delay) = (try shutdown.timeout, try shutdown.delay)
        let metrics = PrometheusRegistry.forServer()
        let data = URL(filePath: self.data ?? Environment.setting("DATA") ?? "millrace-data").standardized.path
        try FileManager.default.createDirectory(
            atPath: data, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let lock = try InstallationLock(directory: data)
        defer { withExtendedLifetime(lock) {} }
        let plugins = try await plugins.load(
            dataDirectory: "\(data)/plugins", flags: pluginFlags, metrics: metrics, logger: logger)
        let platform = try await Platform(
            storage: try storage.open(in: data, plugins), plugins: plugins, dataDirectory: data,
            marketplace: try marketplace, metrics: metrics, logger: logger)
        if let first = platform.firstStart {
            print(
                "First start. Your API key, shown only now and kept in \(first.keyFile):\n\n    \(first.apiKey.text)\n")
            fflush(nil)
        }
        let address = host ?? Environment.setting("HOST") ?? "127.0.0.1"
        let server = APIServer(
            platform: platform,
            configuration: .init(
                host: address, port: try chosenPort(), limits: try access.limits, proxies: try access.trustedProxies,
                publicOrigin: try access.publicOrigin, allowedOrigins: try access.origins), metrics: metrics,
            logger: logger)
        await plugins.start()
        let application = server.buildApplication { port in
            print("Millrace \(Millrace.version) listens on http://\(address):\(port)")
            fflush(nil)
        }
        // Stopped from the last to the first: requests drain while plugins still answer.
        var configuration = ServiceGroupConfiguration(
            services: [
                .init(service: PluginService(host: plugins)), .init(service: PlatformService(platform: platform)),
                .init(service: application),
                .init(
                    service: DrainService(health: platform.health, delay: delay, timeout: timeout, logger: logger),
                    successTerminationBehavior: .ignore),
            ], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = delay + timeout
        do { try await ServiceGroup(configuration: configuration).run() } catch is CancellationError {
            logger.warning("What did not end in time was cut off.")
        }
    }

    private var marketplace: MarketplaceSettings {
        get throws {
            let named =
                registries.isEmpty
                ? Environment.setting("REGISTRIES")?.split(separator: ",").map(String.init) ?? [] : registries
            // Tests see what a power cut there leaves.
            return MarketplaceSettings(registries: named.map { RegistrySource($0) }, check: try trust.check) {
                [dieAfter] moment in if moment == dieAfter { kill(getpid(), SIGKILL) }
            }
        }
    }

    /// A step of a change of the marketplace's nodes, after which the server ends at once: `install.written`.
    private static func moment(_ text: String) throws -> MarketplaceSettings.Moment {
        guard let moment = MarketplaceSettings.Moment(text) else {
            throw ValidationError("\"\(text)\" is no step of a change.")
        }
        return moment
    }

    private func chosenPort() throws -> Int {
        if let port { return port }
        guard let text = Environment.setting("PORT") else { return 8787 }
        guard let port = Int(text), (0...65_535).contains(port) else {
            throw ValidationError("MILLRACE_PORT is \"\(text)\", which is no port.")
        }
        return port
    }
}
