import HTTPTypes
import Hummingbird

/// Counts every request to the API by the address it comes from.
struct GlobalRateLimit: RouterMiddleware {
    let limiter: RateLimiter

    func handle(
        _ request: Request, context: RootContext, next: (Request, RootContext) async throws -> Response
    ) async throws -> Response {
        // Those who watch whether the server is well are no load.
        guard request.uri.path.hasPrefix("/api/"), request.uri.path != "/api/health",
            request.uri.path != "/api/ready", let status = limiter.take(.global, of: context.rateLimitKey)
        else { return try await next(request, context) }
        guard !status.isExceeded else {
            return try Problem(TooManyRequests(limit: status))?.response(to: request, requestID: context.requestID)
                ?? Response(status: .tooManyRequests)
        }
        var response = try await next(request, context)
        status.add(to: &response.headers)
        return response
    }
}
