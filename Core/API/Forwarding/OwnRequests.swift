import Hummingbird

/// Requests to a server that leads by now.
struct OwnRequests: RouterMiddleware {
    let own: @Sendable () -> (any HTTPResponder<RootContext>)?

    func handle(
        _ request: Request, context: RootContext, next: (Request, RootContext) async throws -> Response
    ) async throws -> Response {
        guard let own = own() else { return try await next(request, context) }
        return try await own.respond(to: request, context: context)
    }
}
