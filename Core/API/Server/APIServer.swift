import Foundation
import Hummingbird
import JSON
import Logging
import Platform
import Prometheus

/// The HTTP server of the REST API.
package struct APIServer: Sendable {
    package struct Configuration: Sendable {
        package var host: String
        /// 0 is any free port.
        package var port: Int
        /// Bytes of a request's body; a larger one is an error.
        package var bodyLimit: Int
        /// For which a body may arrive slowly: one that needs longer has to arrive at 16 KiB a second.
        package var bodyTime = Duration.seconds(60)
        package var limits: RateLimits
        /// The number of trusted proxies before the server.
        package var proxies: Int
        /// The origin under which browsers see the server, such as `https://millrace.example.com`; with `https`, cookies
        /// are sent over TLS only. `nil` is the host of the request, over HTTP.
        package var publicOrigin: String?
        /// Origins of other pages that may use the API.
        package var allowedOrigins: Set<String>
        /// The folder of the built pages of the documentation; without one they are served as text.
        package var documentation: URL?
        /// The folder of the built web console; without one `/` tells how to build it.
        package var console: URL?
        /// That the program is built from; `nil` when it is not known.
        package var commit: String?

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

    private let platform: Platform
    private let configuration: Configuration
    private let metrics: PrometheusRegistry
    private let logger: Logger
    private let lead: Lead?
    private let follows: Bool
    private let limiter: RateLimiter
    private let idempotent: IdempotentCall
    private let authentication: Authentication
    private let endpoints: EndpointList

    /// - Parameters:
    ///   - lead: For other servers of the database, which forward requests; `nil` where there is only one.
    ///   - follows: Whether another server leads, which sends the events of what this one changes.
    ///   - metrics: Counts requests; `/metrics` exposes it.
    package init(
        platform: Platform, configuration: Configuration = Configuration(), lead: Lead? = nil,
        follows: Bool = false, metrics: PrometheusRegistry = .forServer(), logger: Logger
    ) {
        self.platform = platform
        self.configuration = configuration
        self.metrics = metrics
        self.logger = logger
        self.lead = lead
        self.follows = follows
        limiter = RateLimiter(configuration.limits, counts: RequestCounts(sharedIn: platform.storage))
        idempotent = IdempotentCall(idempotency: platform.idempotency)
        authentication = Authentication(
            keys: platform.keys, sessions: platform.sessions, access: platform.access,
            origins: Origins(own: configuration.publicOrigin, allowed: configuration.allowedOrigins))
        endpoints = EndpointList(
            platform, authentication: authentication,
            cookie: SessionCookie(isSecure: configuration.publicOrigin?.hasPrefix("https://") ?? false),
            console: ConsoleFiles(folder: configuration.console), documentation: configuration.documentation,
            commit: configuration.commit, lead: lead, metrics: metrics, limiter: limiter, idempotent: idempotent)
    }

    /// Every endpoint, in the order of the OpenAPI document.
    var operations: [OperationSpec] { endpoints.operations }

    /// The OpenAPI document of the server without plugins.
    package var openAPI: JSONValue { endpoints.reference.documentWithoutPlugins }

    /// - Parameter onRunning: Called once, with the port, when the server accepts requests.
    package func buildApplication(
        onRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) -> some ApplicationProtocol {
        listener.application(router().buildResponder(), onRunning: onRunning)
    }

    private var listener: Listener { Listener(configuration: configuration, logger: logger) }

    func router() -> Router<RootContext> {
        let router = Router(context: RootContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: ServerMessages { [receiver = platform.receiver] in receiver })
        router.add(
            middleware: ForwardedRequests(lead: lead) { [health = platform.health] in health.isDraining })
        router.add(middleware: PathNormalization())
        router.add(middleware: RequestIdentity())
        router.add(middleware: ForwardedClient(proxies: configuration.proxies))
        router.add(middleware: Observation(metrics: HTTPMetrics(metrics), logger: logger))
        router.add(middleware: SecurityHeaders())
        router.add(middleware: CrossOrigin(origins: authentication.origins))
        router.add(middleware: GlobalRateLimit(limiter: limiter))
        router.add(middleware: ResponseCompression())
        router.add(middleware: PreferenceMiddleware())
        router.add(middleware: ProblemDetailsMiddleware())
        router.add(middleware: ConsolePages(files: ConsoleFiles(folder: configuration.console)))
        router.add(middleware: PathRules())
        router.add(middleware: DocumentationHost(origins: authentication.origins))
        router.add(
            middleware: MethodNotAllowedMiddleware(operations: endpoints.operations) {
                [resources = platform.resources] in resources.endpoints.map { OperationSpec($0, tag: "Resources") }
            })
        router.add(middleware: listener.bodies)
        router.add(middleware: RequestDecompression())
        let mount = EndpointMount(
            limiter: limiter, idempotent: idempotent, cache: ResponseCache(platform.storage),
            states: platform.states, feed: platform.feed, sharedFeed: follows ? platform.sharedFeed : nil)
        for endpoint in endpoints.open { mount.add(endpoint, to: router) }
        let api = router.group("api").add(middleware: authentication).group(context: APIContext.self)
        for endpoint in endpoints.authenticated { mount.add(endpoint, to: api) }
        return router
    }
}
