import HTTPTypes
import Hummingbird
import Platform

/// Finds out who asks: by an API key, or else by a session's cookie.
struct Authentication: RouterMiddleware {
    let keys: Keys
    let sessions: Sessions
    let access: OpenAccess
    let origins: Origins

    func handle(
        _ request: Request, context: RootContext, next: (Request, RootContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        var caller = try await caller(of: request)
        caller.address = context.client
        context.caller = caller
        context.trail?.caller = caller
        guard request.method != .get, request.method != .head else { return try await next(request, context) }
        var request = request
        request.body = RequestBody(asyncSequence: CheckedBody(request.body, of: caller, access))
        return try await next(request, context)
    }

    /// - Throws: ``PlatformError/unauthenticated(_:)``
    func caller(of request: Request) async throws -> Caller {
        if request.headers[.authorization] == nil, let token = SessionCookie.token(of: request) {
            try origins.check(request)
            return try await sessions.caller(
                token: token, organization: request.single("organizationId"), project: request.single("projectId"))
        }
        return try await keys.caller(
            token: token(of: request), organization: request.single("organizationId"),
            project: request.single("projectId"))
    }

    /// What follows `Bearer`.
    private func token(of request: Request) -> String? {
        guard let header = request.headers[.authorization] else { return nil }
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return String(parts[1])
    }
}
