import Hummingbird

/// Gives everything that follows one form of each path: the router ignores empty segments, so that `//api/workflows` is
/// `/api/workflows` to it, and so it has to be to limits and checks. The first middleware.
struct PathNormalization: RouterMiddleware {
    func handle(
        _ request: Request, context: RootContext, next: (Request, RootContext) async throws -> Response
    ) async throws -> Response {
        guard let path = Self.normalized(request.uri.path) else { return try await next(request, context) }
        var head = request.head
        head.path = path + (request.uri.query.map { "?\($0)" } ?? "")
        return try await next(Request(head: head, body: request.body), context)
    }

    /// - Returns: `nil` for a path that is in this form.
    static func normalized(_ path: String) -> String? {
        guard path.utf8.count > 1, path.contains("//") || path.hasSuffix("/") else { return nil }
        return "/" + path.split(separator: "/").joined(separator: "/")
    }
}
