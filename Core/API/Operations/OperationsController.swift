import HTTPTypes
import Hummingbird
import Platform
import Prometheus
import Values

/// What operators monitor: whether the server runs, whether it can work, and its metrics.
struct OperationsController {
    let health: Health
    let authentication: Authentication
    let metrics: PrometheusRegistry
    let measurements: PluginMeasurements
    let figures: ServerFigures
    let commit: String?
    /// `nil` where there is only one server.
    let lead: Lead?
    let process = ProcessMetrics()

    static let metricsType = "text/plain; version=0.0.4; charset=utf-8"

    var endpoints: [Endpoint<RootContext>] {
        [
            .get(
                "/api/health", "Get health", notes: "Reports that the server process is running. Not rate limited.",
                returns: .ok(Liveness.shape)
            ) { _, _ in Liveness() },
            .get(
                "/api/ready", "Get readiness",
                notes:
                    "Reports whether the server can handle requests, and which server leads. Each server responds for itself. "
                    + "Not rate limited.",
                returns: .ok(Readiness.shape, "The server is ready."),
                errors: [.unavailable("A check failed; `details` lists it.")], use: ready),
            .get(
                "/metrics", "Get metrics",
                notes:
                    "Returns metrics in the Prometheus text format. Requests from the server's machine to a loopback address need no "
                    + "key, unless a proxy forwarded them; others need an API key of the first organization with the scope `read`.",
                returns: .text(Self.metricsType, "The metrics."),
                errors: [
                    .unauthenticated("The request comes from another machine or through a proxy, and has no API key."),
                    .forbidden("The API key belongs to another organization than the first."),
                ], use: measure),
        ]
    }

    /// 503 names the failed checks, and to programs on this machine why: the endpoint is open to everyone.
    @Sendable private func ready(_ request: Request, _ context: RootContext) async throws -> Readiness {
        let problems = await health.problems()
        guard problems.isEmpty else {
            let isFromHere = Self.isFromThisMachine(request, context)
            throw NotReady(
                failed: problems, reported: health.reported.map { ($0.plugin, $0.code, isFromHere ? $0.message : nil) })
        }
        return Readiness(role: .leader, leader: lead?.name, checks: Health.Check.allCases)
    }

    /// For programs on this machine, and for others with an operator's key.
    @Sendable private func measure(_ request: Request, _ context: RootContext) async throws -> String {
        if !Self.isFromThisMachine(request, context) {
            let caller = try await authentication.caller(of: request)
            try caller.require(.read)
            try await health.requireOperator(caller)
        }
        let measured = await (figures.families() + measurements.families()).map { family in
            MetricSample(
                family.name, family.kind == .counter ? .counter : .gauge, help: family.help, family.samples)
        }
        return metrics.text(with: process.samples + [.build(commit: commit)] + measured)
    }

    /// Requests that a proxy on this machine or another server forwards are from elsewhere.
    static func isFromThisMachine(_ request: Request, _ context: RootContext) -> Bool {
        let isOwn = context.client == "::1" || context.client.hasPrefix("127.")
        return isOwn && !context.isForwarded && !ForwardingTrace.isIn(request)
    }
}

extension MetricSample {
    static func build(commit: String?) -> MetricSample {
        MetricSample(
            "millrace_build_info", .gauge, help: "1; the labels name the version and the commit of the server.",
            [([("version", MillraceRelease.version), ("commit", commit ?? "")], 1)])
    }
}
