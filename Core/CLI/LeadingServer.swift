import API
import Foundation
import Platform
import PluginHost
import Prometheus
import ServiceLifecycle
import Storage

/// Everything of a server that works on its database.
struct LeadingServer {
    let platform: Platform
    let server: APIServer
    private let configuration: ServerConfiguration
    private let plugins: PluginHost
    private let claim: ServerClaim?
    private let work: PlatformService
    private let deadline: StopDeadline
    private let setUp: String?
    private let isSeen: Bool

    /// Brings the data up to date and puts right what the stop of the server before has cost.
    /// - Parameters:
    ///   - storage: Of ``claim``, where there is one.
    ///   - plugins: Loaded already.
    ///   - keys: Of this process.
    ///   - claim: `nil` for a database that no other server can reach.
    ///   - transport: Brings messages to other servers of the database; `nil` where there are none.
    init(
        _ configuration: ServerConfiguration, storage: any StorageDriver, plugins: PluginHost, keys: MasterKeys,
        claim: ServerClaim?, transport: (any ServerTransport)?, metrics: PrometheusRegistry
    ) async throws {
        self.configuration = configuration
        self.plugins = plugins
        self.claim = claim
        deadline = StopDeadline(length: configuration.drainDelay + configuration.shutdownTimeout)
        platform = try await Platform(
            storage: storage, plugins: plugins, dataDirectory: configuration.data,
            role: .leads(epoch: claim?.epoch), name: configuration.name, keys: keys, transport: transport,
            marketplace: configuration.marketplace, retention: configuration.retention,
            webhooks: configuration.webhooks, address: configuration.api.publicOrigin,
            asksPrivate: configuration.asksPrivate, metrics: metrics, logger: configuration.logger)
        try configuration.storage.keep(in: configuration.data)
        isSeen = isatty(STDOUT_FILENO) == 1
        if let first = platform.firstStart { Terminal.print(Self.notice(of: first, isSeen: isSeen)) }
        let link = try await LeaderLookup(storage: storage, keys: keys).link()
        let lead = claim.flatMap { claim in link.map { Lead(name: claim.name, epoch: claim.epoch, link: $0) } }
        server = APIServer(
            platform: platform, configuration: configuration.api, lead: lead, metrics: metrics,
            logger: configuration.logger)
        await plugins.start()
        work = await PlatformService(platform)
        setUp = try await platform.ownerSetUp.pendingToken()
    }

    /// What runs while the server does, in the order of starting. The claim is the last to stop: until then no other server may
    /// write.
    var services: [ServiceGroupConfiguration.ServiceConfiguration] {
        var services: [ServiceGroupConfiguration.ServiceConfiguration] = []
        if let claim {
            services.append(
                .init(
                    service: ClaimService(claim: claim, logger: configuration.logger),
                    successTerminationBehavior: .ignore))
        }
        return services + [
            .init(service: EventService(platform: platform), successTerminationBehavior: .ignore),
            .init(service: PluginService(host: plugins, deadline: deadline)), .init(service: work),
        ]
    }

    /// Has clients and other servers know that requests are accepted.
    func listens(on port: Int) async {
        Terminal.print(await StartMessage(configuration, port: port, setUp: setUp, isSeen: isSeen).text)
        fflush(nil)
        platform.open()
        do { try await claim?.announce(configuration.address(port: port)) } catch {
            configuration.logger.warning("The address of this server cannot be published to standby servers: \(error)")
        }
    }

    /// From here on no new work should come.
    func drain() async {
        deadline.begin()
        platform.health.drain()
        await platform.stopDownloads()
    }

    /// What is printed where nobody watches ends in a log, and a key does not belong there.
    private static func notice(of first: FirstStart, isSeen: Bool) -> String {
        guard isSeen else { return "First start. Your API key is in \(first.keyFile)." }
        return "First start. Your API key, shown only once and kept in \(first.keyFile):\n\n    \(first.apiKey.text)\n"
    }
}
