import HTTPTypes
import Hummingbird
import JSON
import Platform
import Prometheus

/// The server cannot do its work now.
struct NotReady: Error {
    let failed: Set<Health.Check>
}

/// What those who run the server ask: whether it is there, whether it works, and how much it does.
struct OperationsController {
    let health: Health
    let authentication: Authentication
    let metrics: PrometheusRegistry
    let process = ProcessMetrics()

    var endpoints: [OpenEndpoint] {
        [
            OpenEndpoint(
                .get, "/api/health", "Get health", notes: "The server runs; rate limits do not count this.",
                gives: .ok(.object(["status": .choice(["ok"])]))
            ) { _, _ in .json(["status": "ok"]) },
            OpenEndpoint(
                .get, "/api/ready", "Get readiness",
                notes: "Whether the server can do its work now; rate limits do not count this.",
                gives: .ok(.readiness, "It can."), failures: [.unavailable("`details` names what failed.")], use: ready),
            OpenEndpoint(
                .get, "/metrics", "Get metrics",
                notes:
                    "As Prometheus reads them. Programs on the server's own machine need no key; others need one with the "
                    + "scope `read` of the first organization.",
                gives: .other("text/plain; version=0.0.4; charset=utf-8", "The metrics."),
                failures: [
                    .unauthenticated("The request comes from elsewhere and has no key."),
                    .forbidden("The key is of another organization than the first."),
                ], use: measure),
        ]
    }

    /// 503 names what is wrong and nothing more: anybody may ask.
    @Sendable private func ready(_ request: Request, _ context: RootContext) async throws -> Response {
        let problems = await health.problems()
        guard problems.isEmpty else { throw NotReady(failed: problems) }
        return .json([
            "status": "ready", "checks": .object(JSONObject(Health.Check.allCases.map { ($0.rawValue, "ok") })),
        ])
    }

    /// For programs on this machine, and for others with a key of the operators'.
    @Sendable private func measure(_ request: Request, _ context: RootContext) async throws -> Response {
        if !Self.isFromThisMachine(request, context) {
            let caller = try await authentication.caller(of: request)
            try caller.require(.read)
            try await health.requireOperator(caller)
        }
        return Response(
            status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: metrics.text(with: process.samples))))
    }

    private static let forwarding = ["x-forwarded-for", "forwarded", "x-real-ip"].compactMap { HTTPField.Name($0) }

    /// What a proxy on this machine brings is from elsewhere.
    private static func isFromThisMachine(_ request: Request, _ context: RootContext) -> Bool {
        guard !forwarding.contains(where: { request.headers[$0] != nil }) else { return false }
        return context.client == "::1" || context.client.hasPrefix("127.") || context.client.hasPrefix("::ffff:127.")
    }
}

extension PrometheusRegistry {
    /// One that knows what this server's metrics tell.
    package static func forServer() -> PrometheusRegistry {
        PrometheusRegistry(help: [
            "millrace_http_requests_total": "Requests that were answered, by route, method and status.",
            "millrace_http_request_duration_seconds": "From a request to the end of its answer.",
            "millrace_http_requests_in_flight": "Requests that are being answered.",
            "millrace_deploys_total": "Deploys that ended, by result.",
            "millrace_deploy_duration_seconds": "How long deploys took.",
            "millrace_runs_total": "Runs that came to a status.",
            "millrace_plugin_calls_total": "Calls of plugins that ended.",
            "millrace_plugin_call_errors_total": "Calls of plugins that failed.",
            "millrace_plugin_call_duration_seconds": "How long calls of plugins took.",
            "millrace_storage_duration_seconds": "How long reads and transactions took.",
            "millrace_storage_errors_total": "Reads and transactions that the storage failed.",
        ])
    }
}
