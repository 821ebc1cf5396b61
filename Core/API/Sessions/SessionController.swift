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

    var endpoints: [OpenEndpoint] {
        [
            OpenEndpoint(
                .post, "/api/auth/sign-in", "Sign in", notes: "The response sets the session cookie.",
                limit: .verify, takes: .signIn, gives: .ok(.session),
                failures: [.unauthenticated("The email address or the password is wrong.")], use: signIn),
            OpenEndpoint(
                .post, "/api/auth/sign-up", "Sign up", notes: "Accepts an invitation and signs in.",
                limit: .verify, takes: .signUp, gives: .created(.session),
                failures: [
                    .unauthenticated("The invited person has an account with a different password."),
                    .notFound("Invitation not found."), .conflict("The person is already a member."),
                ], use: signUp),
            OpenEndpoint(
                .post, "/api/auth/sign-out", "Sign out", access: .cookie, gives: .noContent,
                failures: [.forbidden("The request comes from an origin that is not allowed.")], use: signOut),
            OpenEndpoint(
                .get, "/api/auth/session", "Get the session", notes: "Returns the signed-in user.", access: .cookie,
                gives: .ok(.signedIn), use: session),
        ]
    }

    private struct SignIn: Decodable {
        let email: String
        let password: String
    }

    @Sendable private func signIn(_ request: Request, _ context: RootContext) async throws -> Response {
        try limiter.take(.verify, of: context.client)?.check()
        let body = try await request.body(SignIn.self, as: .signIn, upTo: context.bodyLimit)
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
        let body = try await request.body(SignUp.self, as: .signUp, upTo: context.bodyLimit)
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
