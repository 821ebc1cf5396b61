import API
import ArgumentParser
import Foundation
import Logging
import Marketplace
import Platform
import PluginHost
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

    @Option(help: "trace, debug, info, notice, warning, error or critical. (MILLRACE_LOG_LEVEL; default info)")
    var logLevel: String?

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

    @Option(help: .hidden, transform: Self.moment)
    var dieAfter: MarketplaceSettings.Moment?

    func run() async throws {
        let logger = try makeLogger()
        let data = URL(filePath: self.data ?? Environment.setting("DATA") ?? "millrace-data").standardized.path
        try FileManager.default.createDirectory(
            atPath: data, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let lock = try InstallationLock(directory: data)
        defer { withExtendedLifetime(lock) {} }
        let plugins = try await plugins.load(dataDirectory: "\(data)/plugins", logger: logger)
        let platform = try await Platform(
            storage: try storage.open(in: data, plugins), plugins: plugins, dataDirectory: data,
            marketplace: try marketplace, logger: logger)
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
                publicOrigin: try access.publicOrigin, allowedOrigins: try access.origins), logger: logger)
        await plugins.start()
        let application = server.buildApplication { port in
            print("Millrace \(Millrace.version) listens on http://\(address):\(port)")
            fflush(nil)
        }
        // Stopped from the last to the first: requests drain while plugins still answer.
        let group = ServiceGroup(
            configuration: .init(
                services: [
                    .init(service: PluginService(host: plugins)), .init(service: PlatformService(platform: platform)),
                ]
                    + [.init(service: application)],
                gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        try await group.run()
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

    private func makeLogger() throws -> Logger {
        let name = logLevel ?? Environment.setting("LOG_LEVEL") ?? "info"
        guard let level = Logger.Level(rawValue: name) else {
            throw ValidationError("\"\(name)\" is no log level.")
        }
        return Logger(label: "millrace") { label in
            var handler = StreamLogHandler.standardError(label: label)
            handler.logLevel = level
            return handler
        }
    }
}

/// Stops the plugins when everything that calls them has stopped.
private struct PluginService: Service {
    let host: PluginHost

    func run() async throws {
        try? await gracefulShutdown()
        await host.shutdown()
    }
}

/// Applies what plugins tell.
private struct PlatformService: Service {
    let platform: Platform

    func run() async throws {
        await cancelWhenGracefulShutdown { await platform.run() }
    }
}
