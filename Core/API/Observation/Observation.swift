import Hummingbird
import Logging
import Platform

/// Counts every request, and writes a line about it when its answer is sent. A line has the route and never the path or
/// the query, which may hold what is nobody's business.
struct Observation: RouterMiddleware {
    let metrics: HTTPMetrics
    let logger: Logger

    /// Asked again and again by machines.
    private static let quiet: Set<String> = ["/api/health", "/api/ready", "/metrics"]

    func handle(
        _ request: Request, context: RootContext, next: (Request, RootContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        metrics.began()
        var context = context
        if logger.logLevel <= .info { context.trail = RequestTrail() }
        var response: Response
        do { response = try await next(request, context) } catch {
            end(request.method, context, 500, since: start)
            throw error
        }
        let status = Int(response.status.code)
        guard response.body.contentLength == nil else {
            end(request.method, context, status, since: start)
            return response
        }
        // A stream ends when it has been written, or when nobody is there any more to write it to.
        let open = OpenStream { [self, context] in end(request.method, context, status, since: start) }
        let body = response.body
        response.body = ResponseBody { writer in
            defer { open.end() }
            try await body.write(writer)
        }
        return response
    }

    private func end(
        _ method: HTTPRequest.Method, _ context: RootContext, _ status: Int, since start: ContinuousClock.Instant
    ) {
        let duration = ContinuousClock.now - start
        let route = context.endpointPath
        metrics.ended(route: route, method: method.rawValue, status: status, duration: duration)
        guard let trail = context.trail else { return }
        let level: Logger.Level =
            status >= 500 ? .warning : route.map(Self.quiet.contains) == true ? .debug : .info
        guard logger.logLevel <= level else { return }
        var metadata: Logger.Metadata = [
            "requestId": .string(context.requestID), "method": .string(method.rawValue),
            "route": .string(route ?? "none"), "status": .stringConvertible(status),
            "durationMs": .stringConvertible((duration / .microseconds(1)).rounded(.down) / 1000),
            "client": .string(context.client),
        ]
        if let trace = context.trace { metadata["traceId"] = .stringConvertible(trace.trace) }
        if let caller = trail.caller {
            metadata["user"] = .string(caller.user.text)
            if case .key(let key?) = caller.credential { metadata["key"] = .string(key.text) }
        }
        logger.log(level: level, "request", metadata: metadata)
    }
}
