import Hummingbird
import Platform

/// Finds out who asks.
struct Authentication: RouterMiddleware {
    let keys: Keys

    func handle(
        _ request: Request, context: RootContext, next: (Request, RootContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.caller = try await keys.caller(token: token(of: request))
        return try await next(request, context)
    }

    /// What follows `Bearer`.
    private func token(of request: Request) -> String? {
        guard let header = request.headers[.authorization] else { return nil }
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return String(parts[1])
    }
}
