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
                .get, "/api/health", "Get health",
                notes: "Reports that the server process is running. Not rate limited.",
                gives: .ok(.object(["status": .choice(["ok"])]))
            ) { _, _ in .json(["status": "ok"]) },
            OpenEndpoint(
                .get, "/api/ready", "Get readiness",
                notes: "Reports whether the server can handle requests. Not rate limited.",
                gives: .ok(.readiness, "The server is ready."),
                failures: [.unavailable("A check failed; `details` lists it.")], use: ready),
            OpenEndpoint(
                .get, "/metrics", "Get metrics",
                notes:
                    "Returns metrics in the Prometheus text format. Requests from the server's machine need no key; others need an "
                    + "API key of the first organization with the scope `read`.",
                gives: .other("text/plain; version=0.0.4; charset=utf-8", "The metrics."),
                failures: [
                    .unauthenticated("The request comes from another machine and has no API key."),
                    .forbidden("The API key belongs to another organization than the first."),
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
            "millrace_http_requests_total": "Total requests by route, method and status.",
            "millrace_http_request_duration_seconds": "Duration from the request to the end of the response.",
            "millrace_http_requests_in_flight": "Requests in progress.",
            "millrace_deploys_total": "Total deploys by result.",
            "millrace_deploy_duration_seconds": "Duration of deploys.",
            "millrace_runs_total": "Total runs by status.",
            "millrace_plugin_calls_total": "Total plugin calls.",
            "millrace_plugin_call_errors_total": "Total failed plugin calls.",
            "millrace_plugin_call_duration_seconds": "Duration of plugin calls.",
            "millrace_storage_duration_seconds": "Duration of reads and transactions.",
            "millrace_storage_errors_total": "Total failed reads and transactions.",
        ])
    }
}
