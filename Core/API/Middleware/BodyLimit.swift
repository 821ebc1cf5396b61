import Hummingbird

/// Refuses a body that is declared too large before any of it is read; one that is not declared is cut off
/// where it is read.
struct BodyLimit: RouterMiddleware {
    let bytes: Int
    /// By path.
    let exceptions: [String: Int]

    func limit(of path: String) -> Int { exceptions[path] ?? bytes }

    func handle(
        _ request: Request, context: RootContext, next: (Request, RootContext) async throws -> Response
    ) async throws -> Response {
        let bytes = limit(of: request.uri.path)
        if let declared = request.headers[.contentLength].flatMap({ Int($0) }), declared > bytes {
            throw HTTPError(.contentTooLarge)
        }
        var context = context
        context.bodyLimit = bytes
        return try await next(request, context)
    }
}
