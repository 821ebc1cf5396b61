import HTTPTypes
import Hummingbird

/// Lets pages of the allowed origins use the API (the Fetch standard's CORS protocol). Hummingbird's `CORSMiddleware` allows
/// one origin or every one, and with credentials only the listed ones may.
struct CrossOrigin: RouterMiddleware {
    let origins: Origins

    func handle(
        _ request: Request, context: RootContext, next: (Request, RootContext) async throws -> Response
    ) async throws -> Response {
        guard let origin = request.headers[.origin], origins.allowed.contains(origin) else {
            return try await next(request, context)
        }
        var response: Response
        if request.method == .options, request.headers[.accessControlRequestMethod] != nil {
            response = Response(status: .noContent)
            response.headers[.accessControlAllowMethods] = "GET, POST, PUT, PATCH, DELETE"
            response.headers[.accessControlAllowHeaders] =
                "authorization, content-type, idempotency-key, if-match, if-none-match, last-event-id, prefer, traceparent, "
                + "tracestate, x-request-id"
            response.headers[.accessControlMaxAge] = "600"
        } else {
            response = try await next(request, context)
            response.headers[.accessControlExposeHeaders] =
                "content-location, etag, idempotency-replayed, location, preference-applied, ratelimit, ratelimit-policy, retry-after, x-request-id"
        }
        response.headers[.accessControlAllowOrigin] = origin
        response.headers[.accessControlAllowCredentials] = "true"
        response.headers.append(HTTPField(name: .vary, value: "origin"))
        return response
    }
}
