import Foundation
import Hummingbird
import Logging
import NIOCore
import Platform
import Prometheus

/// The HTTP server of the REST API.
package struct APIServer: Sendable {
    package struct Configuration: Sendable {
        package var host: String
        /// 0 takes a free one.
        package var port: Int
        /// Bytes of a request's body; a larger one is refused.
        package var bodyLimit: Int
        package var limits: RateLimits
        /// How many proxies of the operator's stand before the server.
        package var proxies: Int
        /// The origin under which browsers see the server, such as `https://millrace.example.com`; with `https`, cookies
        /// are sent over TLS only. `nil` takes what requests call it, over HTTP.
        package var publicOrigin: String?
        /// Origins of other pages that may use the API.
        package var allowedOrigins: Set<String>
        /// The folder of the built pages of the documentation; without one they are served as text.
        package var documentation: URL?

        package init(
            host: String = "127.0.0.1", port: Int = 8787, bodyLimit: Int = 1 << 20,
            limits: RateLimits = RateLimits(), proxies: Int = 0, publicOrigin: String? = nil,
            allowedOrigins: Set<String> = []
        ) {
            self.host = host
            self.port = port
            self.bodyLimit = bodyLimit
            self.limits = limits
            self.proxies = proxies
            self.publicOrigin = publicOrigin
            self.allowedOrigins = allowedOrigins
        }
    }

    /// How long a connection may be silent between requests or within one; an answer may take longer.
    private static let idleTimeout = TimeAmount.seconds(120)

    private let platform: Platform
    private let configuration: Configuration
    private let metrics: PrometheusRegistry
    private let logger: Logger

    /// - Parameter metrics: What `/metrics` shows, and where requests are counted.
    package init(
        platform: Platform, configuration: Configuration = Configuration(),
        metrics: PrometheusRegistry = .forServer(), logger: Logger
    ) {
        self.platform = platform
        self.configuration = configuration
        self.metrics = metrics
        self.logger = logger
    }

    /// Every endpoint that needs a caller, by resource, in the order of the document.
    func endpoints(_ limiter: RateLimiter) -> [Endpoint] {
        WorkflowController(workflows: platform.workflows).endpoints.tagged("Workflows")
            + VersionController(versions: platform.versions).endpoints.tagged("Versions")
            + CompileController(versions: platform.versions).endpoints.tagged("Versions")
            + DeploymentController(
                deployments: platform.deployments, idempotent: IdempotentCall(idempotency: platform.idempotency)
            ).endpoints.tagged("Deployments")
            + DeployConfigController(configs: platform.deployConfigs).endpoints.tagged("Deployments")
            + RunController(runs: platform.runs).endpoints.tagged("Runs")
            + ConnectionController(connections: platform.connections).endpoints.tagged("Connections")
            + ProviderController(connections: platform.connections).endpoints.tagged("Connections")
            + VariableController(variables: platform.variables).endpoints.tagged("Environment variables")
            + ProjectController(projects: platform.projects).endpoints.tagged("Projects")
            + TransferController(transfer: platform.transfer).endpoints.tagged("Projects")
            + NodeController(nodes: platform.nodes).endpoints.tagged("Nodes")
            + MarketplaceController(catalogue: platform.catalogue, changes: platform.marketplace).endpoints
            .tagged("Marketplace")
            + ResourceController(resources: platform.resources, limiter: limiter).endpoints.tagged("Resources")
            + PluginController(plugins: platform.plugins).endpoints.tagged("Plugins")
            + APIKeyController(keys: platform.keys).endpoints.tagged("API keys")
            + OrganizationController(organizations: platform.organizations).endpoints.tagged("Organizations")
            + MemberController(members: platform.members).endpoints.tagged("Organizations")
            + InvitationController(invitations: platform.invitations).endpoints.tagged("Organizations")
            + AuditController(log: platform.auditLog).endpoints.tagged("Organizations")
    }

    /// Those that need nobody to be known.
    private func openEndpoints(_ limiter: RateLimiter) -> [OpenEndpoint] {
        let cookie = SessionCookie(isSecure: configuration.publicOrigin?.hasPrefix("https://") ?? false)
        let others =
            SessionController(
                sessions: platform.sessions, invitations: platform.invitations, cookie: cookie, origins: origins,
                limiter: limiter
            ).endpoints.tagged("Sessions")
            + (OperationsController(
                health: platform.health, authentication: authentication, metrics: metrics
            ).endpoints + DocsController().endpoints
            + DocumentationController(folder: configuration.documentation).endpoints).tagged("Server")
        let operations = endpoints(limiter).map(\.operation) + others.map(\.operation)
        return others
            + ReferenceController(
                operations: operations, resources: platform.resources, connections: platform.connections,
                authentication: authentication
            ).endpoints
    }

    private var authentication: Authentication {
        Authentication(keys: platform.keys, sessions: platform.sessions, origins: origins)
    }

    private var origins: Origins {
        Origins(own: configuration.publicOrigin, allowed: configuration.allowedOrigins)
    }

    /// - Parameter onRunning: Called once, with the port, when the server takes requests.
    package func buildApplication(
        onRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) -> some ApplicationProtocol {
        Application(
            router: router(),
            server: .http1(
                configuration: .init(additionalChannelHandlers: [RefusedBytes()], idleTimeout: Self.idleTimeout)),
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: configuration.port), serverName: nil),
            onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? configuration.port) },
            logger: logger)
    }

    /// Everything that is mounted, in the order of the document.
    var operations: [Operation] {
        let limiter = RateLimiter(configuration.limits)
        return endpoints(limiter).map(\.operation) + openEndpoints(limiter).map(\.operation)
    }

    func router() -> Router<RootContext> {
        let limiter = RateLimiter(configuration.limits)
        let endpoints = endpoints(limiter)
        let open = openEndpoints(limiter)
        let router = Router(context: RootContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: RequestIdentity())
        router.add(middleware: Observation(metrics: HTTPMetrics(metrics), logger: logger))
        router.add(middleware: SecurityHeaders())
        router.add(middleware: CrossOrigin(origins: origins))
        router.add(middleware: GlobalRateLimit(limiter: limiter, proxies: configuration.proxies))
        router.add(middleware: ResponseCompression())
        router.add(middleware: Problems())
        router.add(
            middleware: OtherMethods(operations: endpoints.map(\.operation) + open.map(\.operation)) {
                [resources = platform.resources] in resources.endpoints.map { Operation($0, tag: "Resources") }
            })
        router.add(
            middleware: BodyLimit(
                bytes: configuration.bodyLimit, exceptions: [TransferController.importPath: ProjectFile.limit]))
        router.add(middleware: RequestDecompression())
        for endpoint in open {
            router.on(RouterPath(endpoint.operation.path), method: endpoint.operation.method, use: endpoint.handler)
        }
        let api = router.group("api")
            .add(middleware: authentication)
            .group(context: APIContext.self)
        let idempotent = IdempotentCall(idempotency: platform.idempotency)
        let answers = KeptAnswers(platform.storage)
        for endpoint in endpoints { api.add(endpoint, limiter, idempotent, answers) }
        return router
    }
}
