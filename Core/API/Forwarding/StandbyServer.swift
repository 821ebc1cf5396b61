import Hummingbird
import Logging
import Platform
import Prometheus
import Synchronization

/// The HTTP server of a server that stands by. It listens from its start: it executes requests that need the database alone,
/// forwards the others to the server that leads, and handles all itself from the moment in which it leads, on the same port.
package final class StandbyServer: Sendable {
    private struct State {
        var own: (any HTTPResponder<RootContext>)?
        /// `nil` while all are forwarded.
        var shared: SharedRequests?
        var isDraining = false
    }

    private let configuration: APIServer.Configuration
    private let receiver: ServerReceiver?
    private let watch: LeaderWatch
    private let metrics: PrometheusRegistry
    private let logger: Logger
    private let patience: Duration
    private let state = Mutex(State())

    /// - Parameters:
    ///   - receiver: Of messages of the server that leads.
    ///   - patience: For which a request waits for a server that leads. Another one takes over within it from
    ///     one that stops; from one that stops sending heartbeats, at its end.
    package init(
        configuration: APIServer.Configuration, watch: LeaderWatch, receiver: ServerReceiver? = nil,
        metrics: PrometheusRegistry, patience: Duration = .seconds(15), logger: Logger
    ) {
        self.configuration = configuration
        self.watch = watch
        self.receiver = receiver
        self.metrics = metrics
        self.patience = patience
        self.logger = logger
    }

    /// - Parameter onRunning: Called once, with the port, when the server accepts requests.
    package func buildApplication(
        onRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) -> some ApplicationProtocol {
        let forwarder = Forwarder(watch: watch, patience: patience, metrics: metrics)
        let operations = StandbyOperations(
            watch: watch, forwarder: forwarder, metrics: metrics, commit: configuration.commit
        ) { [self] in
            state.withLock { $0.isDraining }
        } executes: { [self] in
            state.withLock { $0.shared != nil }
        }
        let router = Router(context: RootContext.self)
        router.add(middleware: OwnRequests { [self] in state.withLock { $0.own } })
        router.add(middleware: ServerMessages { [receiver] in receiver })
        router.add(middleware: RequestIdentity())
        router.add(middleware: ForwardedClient(proxies: configuration.proxies))
        router.add(
            middleware: Forwarding(watch: watch, forwarder: forwarder, operations: operations) { [self] in
                state.withLock { $0.own }
            } shared: { [self] in
                state.withLock { $0.shared }
            })
        return Listener(configuration: configuration, logger: logger).application(
            router.buildResponder(), onRunning: onRunning)
    }

    /// From here on the server handles requests itself.
    package func lead(with server: APIServer) {
        let responder = server.router().buildResponder()
        state.withLock { state in
            state.own = responder
            state.shared = nil
        }
        watch.lead()
    }

    /// Whether the server handles all requests itself.
    package var leads: Bool { state.withLock { $0.own != nil } }

    /// Has requests executed here that need the database alone.
    /// - Parameters:
    ///   - server: Of a platform that ``Platform/Role/follows``; `nil` forwards all requests.
    package func follow(with server: APIServer?) {
        let shared = server.map { SharedRequests($0) }
        state.withLock { state in
            if state.own == nil { state.shared = shared }
        }
    }

    /// - Parameter isComplete: Whether this server has loaded all providers that the database names: responses that depend on
    ///   them are the leader's otherwise.
    package func note(hasProviders isComplete: Bool) {
        state.withLock { $0.shared }?.note(hasProviders: isComplete)
    }

    /// From here on no new work should come.
    package func drain() { state.withLock { $0.isDraining = true } }
}
