import HTTPTypes
import Hummingbird

/// What browsers are to know: answers are data, are nobody's page, and are not kept.
struct SecurityHeaders: RouterMiddleware {
    private static let referrerPolicy = HTTPField.Name("referrer-policy")!

    func handle(
        _ request: Request, context: RootContext, next: (Request, RootContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        response.headers[.xContentTypeOptions] = "nosniff"
        if response.headers[.contentSecurityPolicy] == nil {
            response.headers[.contentSecurityPolicy] = "default-src 'none'; frame-ancestors 'none'"
        }
        response.headers[Self.referrerPolicy] = "no-referrer"
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        return response
    }
}
