import Hummingbird
import Platform

/// Refuses requests for documentation that name another server: whoever sent it was led here by a name server, and its
/// page would read what this one shows.
struct DocumentationHost: RouterMiddleware {
    let origins: Origins

    private static let path = "/docs"

    func handle(
        _ request: Request, context: RootContext, next: (Request, RootContext) async throws -> Response
    ) async throws -> Response {
        let path = request.uri.path
        guard path == Self.path || path.hasPrefix("\(Self.path)/") else { return try await next(request, context) }
        if let host = request.head.authority, !origins.isNamed(by: host) { throw PlatformError.otherHost(host) }
        return try await next(request, context)
    }
}
