import HTTPTypes
import Hummingbird

/// Counts every request to the API by the address it comes from.
struct GlobalRateLimit: RouterMiddleware {
    let limiter: RateLimiter
    /// How many proxies of the operator's stand before the server: each adds an address to `X-Forwarded-For`.
    let proxies: Int

    private static let forwardedFor = HTTPField.Name("x-forwarded-for")!

    func handle(
        _ request: Request, context: RootContext, next: (Request, RootContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.client = client(of: request, context)
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

    private func client(of request: Request, _ context: RootContext) -> String {
        let told = request.headers[values: Self.forwardedFor].flatMap { $0.split(separator: ",") }
        guard proxies > 0, told.count >= proxies else { return context.client }
        return ClientAddress(told[told.count - proxies].trimmingCharacters).text
    }
}

extension Substring {
    fileprivate var trimmingCharacters: String { String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
}
