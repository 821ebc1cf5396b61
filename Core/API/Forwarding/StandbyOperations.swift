import Hummingbird
import JSON
import Platform
import Prometheus

/// What operators monitor of a server that stands by: it responds for itself.
struct StandbyOperations: Sendable {
    let watch: LeaderWatch
    let forwarder: Forwarder
    let metrics: PrometheusRegistry
    let commit: String?
    let isDraining: @Sendable () -> Bool
    /// Whether the server executes requests that need the database alone.
    let executes: @Sendable () -> Bool
    private let process = ProcessMetrics()

    init(
        watch: LeaderWatch, forwarder: Forwarder, metrics: PrometheusRegistry, commit: String?,
        isDraining: @escaping @Sendable () -> Bool, executes: @escaping @Sendable () -> Bool
    ) {
        self.watch = watch
        self.forwarder = forwarder
        self.metrics = metrics
        self.commit = commit
        self.isDraining = isDraining
        self.executes = executes
    }

    /// - Returns: `nil` for a path that the server that leads responds to.
    func respond(to request: Request, _ context: RootContext) async throws -> Response? {
        guard request.method == .get || request.method == .head else { return nil }
        let response: Response?
        switch PathNormalization.normalized(request.uri.path) ?? request.uri.path {
        case "/api/health": response = .json(try Liveness.shape.json(Liveness()))
        case "/api/ready": response = .json(try Readiness.shape.json(readiness()))
        case "/metrics": response = try await measure(request, context)
        default: return nil
        }
        return request.method == .head ? response?.createHeadResponse() : response
    }

    /// While nobody leads, a server that executes requests itself is ready: another one could do no more, and what needs the next
    /// leader waits for it here. One that cannot reach a server that leads is not: others may.
    private func readiness() throws -> Readiness {
        var failed: Set<Health.Check> = []
        if isDraining() { failed.insert(.accepting) }
        if !watch.readsDatabase { failed.insert(.database) }
        let leadership = watch.leadership
        let leader: String? = if case .proved(let leader) = leadership { leader.name } else { nil }
        if leader == nil, !leadership.isVacant || !executes() { failed.insert(.leader) }
        guard failed.isEmpty else { throw NotReady(failed: failed, reported: []) }
        return Readiness(
            role: .follower, leader: leader, checks: [.database, .accepting] + (leader == nil ? [] : [.leader]))
    }

    /// The server that leads checks the keys of others than programs on this machine.
    private func measure(_ request: Request, _ context: RootContext) async throws -> Response? {
        if !OperationsController.isFromThisMachine(request, context) {
            guard case .response(let allowed) = try await forwarder.forward(request, context) else { return nil }
            guard allowed.status == .ok else { return allowed }
        }
        return Response(
            status: .ok, headers: [.contentType: OperationsController.metricsType],
            body: ResponseBody(
                byteBuffer: ByteBuffer(string: metrics.text(with: process.samples + [.build(commit: commit)]))))
    }
}
