import Hummingbird

/// Tells a client that its preference was followed.
struct PreferenceMiddleware: RouterMiddleware {
    func handle(
        _ request: Request, context: RootContext, next: (Request, RootContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        if request.uri.path.hasPrefix("/api/"), StrictHandling.isPreferred(by: request) {
            StrictHandling.mark(&response)
        }
        return response
    }
}
