import Hummingbird
import JSON
import Platform
import Storage

/// Signing in and out. These paths ask for no key: they are how a person comes to a session.
struct SessionController {
    let sessions: Sessions
    let invitations: Invitations
    let cookie: SessionCookie
    let origins: Origins
    let limiter: RateLimiter

    func add(to router: Router<RootContext>) {
        router.post("api/auth/sign-in", use: signIn)
        router.post("api/auth/sign-up", use: signUp)
        router.post("api/auth/sign-out", use: signOut)
        router.get("api/auth/session", use: session)
    }

    static let paths: [(path: String, method: HTTPRequest.Method)] = [
        ("api/auth/sign-in", .post), ("api/auth/sign-up", .post), ("api/auth/sign-out", .post),
        ("api/auth/session", .get),
    ]

    private struct SignIn: Decodable {
        let email: String
        let password: String
    }

    @Sendable private func signIn(_ request: Request, _ context: RootContext) async throws -> Response {
        try limiter.take(.verify, of: context.client)?.check()
        let body = try await request.body(SignIn.self, upTo: context.bodyLimit)
        return begun(try await sessions.signIn(email: body.email, password: body.password), .ok)
    }

    private struct SignUp: Decodable {
        let token: String
        let name: String
        let password: String
    }

    /// Takes an invitation up.
    @Sendable private func signUp(_ request: Request, _ context: RootContext) async throws -> Response {
        try limiter.take(.verify, of: context.client)?.check()
        let body = try await request.body(SignUp.self, upTo: context.bodyLimit)
        return begun(
            try await invitations.signUp(token: body.token, name: body.name, password: body.password), .created)
    }

    @Sendable private func signOut(_ request: Request, _ context: RootContext) async throws -> Response {
        guard let token = SessionCookie.token(of: request) else { throw PlatformError.unauthenticated(.session) }
        try origins.check(request)
        try await sessions.signOut(token: token)
        return Response(status: .noContent, headers: [.setCookie: cookie.header("", seconds: 0)])
    }

    /// Who is signed in.
    @Sendable private func session(_ request: Request, _ context: RootContext) async throws -> Response {
        guard let token = SessionCookie.token(of: request) else { throw PlatformError.unauthenticated(.session) }
        return .json(["user": try await sessions.person(token: token).json])
    }

    private func begun(_ session: Sessions.New, _ status: HTTPResponse.Status) -> Response {
        var response = Response.json(
            ["user": session.person.json, "expiresAt": JSONValue(session.expiresAt)], status: status)
        let seconds = (session.expiresAt.milliseconds - Timestamp.now.milliseconds) / 1000
        response.headers[.setCookie] = cookie.header(session.token, seconds: seconds)
        return response
    }
}

extension Person {
    fileprivate var json: JSONValue {
        ["id": JSONValue(id), "email": .string(email), "name": .string(name)]
    }
}
