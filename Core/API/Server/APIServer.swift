import Hummingbird
import Logging
import Platform

/// The HTTP server of the REST API.
package struct APIServer: Sendable {
    package struct Configuration: Sendable {
        package var host: String
        /// 0 takes a free one.
        package var port: Int
        /// Bytes of a request's body; a larger one is refused.
        package var bodyLimit: Int

        package init(host: String = "127.0.0.1", port: Int = 8787, bodyLimit: Int = 1 << 20) {
            self.host = host
            self.port = port
            self.bodyLimit = bodyLimit
        }
    }

    private let platform: Platform
    private let configuration: Configuration
    private let logger: Logger

    package init(platform: Platform, configuration: Configuration = Configuration(), logger: Logger) {
        self.platform = platform
        self.configuration = configuration
        self.logger = logger
    }

    /// Every endpoint that needs a caller, by resource.
    private var endpoints: [Endpoint] {
        WorkflowController(workflows: platform.workflows).endpoints
            + VersionController(versions: platform.versions).endpoints
            + DeploymentController(deployments: platform.deployments).endpoints
            + RunController(runs: platform.runs).endpoints
            + ConnectionController(connections: platform.connections).endpoints
            + NodeController(nodes: platform.nodes).endpoints
            + ProjectController(projects: platform.projects).endpoints
            + VariableController(variables: platform.variables).endpoints
            + MarketplaceController(catalogue: platform.catalogue, changes: platform.marketplace).endpoints
            + PluginController(plugins: platform.plugins).endpoints
            + ResourceController(resources: platform.resources).endpoints
            + CompileController(versions: platform.versions).endpoints
    }

    /// - Parameter onRunning: Called once, with the port, when the server takes requests.
    package func buildApplication(
        onRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) -> some ApplicationProtocol {
        Application(
            router: router(),
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: configuration.port), serverName: nil),
            onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? configuration.port) },
            logger: logger)
    }

    func router() -> Router<RootContext> {
        let router = Router(context: RootContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: RequestIdentity())
        router.add(middleware: SecurityHeaders())
        router.add(middleware: Problems())
        router.add(middleware: BodyLimit(bytes: configuration.bodyLimit))
        router.get("api/health") { _, _ in Response.json(["status": "ok"]) }
        let api = router.group("api")
            .add(middleware: Authentication(keys: platform.keys))
            .group(context: APIContext.self)
        for endpoint in endpoints { api.add(endpoint) }
        router.refuseOtherMethods(
            of: endpoints.map { ("api/\($0.path)", $0.method) } + [("api/health", .get)])
        return router
    }
}
