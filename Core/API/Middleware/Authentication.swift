import HTTPTypes
import Hummingbird
import Platform

/// Finds out who asks: by an API key, or else by a session's cookie.
struct Authentication: RouterMiddleware {
    let keys: Keys
    let sessions: Sessions
    let origins: Origins

    func handle(
        _ request: Request, context: RootContext, next: (Request, RootContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        let caller = try await caller(of: request)
        context.caller = caller
        context.trail?.caller = caller
        return try await next(request, context)
    }

    /// - Throws: ``PlatformError/unauthenticated(_:)``
    func caller(of request: Request) async throws -> Caller {
        if request.headers[.authorization] == nil, let token = SessionCookie.token(of: request) {
            try origins.check(request)
            return try await sessions.caller(
                token: token, organization: request.query("organizationId"), project: request.query("projectId"))
        }
        let caller = try await keys.caller(token: token(of: request))
        try check(request, against: caller)
        return caller
    }

    /// A key decides the project: a request that names another one would be answered from the wrong project.
    private func check(_ request: Request, against caller: Caller) throws(PlatformError) {
        guard !request.uri.path.hasPrefix(VariableController.path) else { return }
        let project = request.query("projectId") ?? caller.project.text
        let organization = request.query("organizationId") ?? caller.organization.text
        guard project == caller.project.text, organization == caller.organization.text else {
            throw .otherProject(key: caller.project)
        }
    }

    /// What follows `Bearer`.
    private func token(of request: Request) -> String? {
        guard let header = request.headers[.authorization] else { return nil }
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return String(parts[1])
    }
}
