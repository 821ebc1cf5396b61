import Hummingbird
import Platform
import Storage
import Values

/// Signing in and out; requires no key.
struct SessionController {
    let sessions: Sessions
    let invitations: Invitations
    let ownerSetUp: OwnerSetUp
    let cookie: SessionCookie
    let origins: Origins

    var endpoints: [Endpoint<RootContext>] {
        [
            .post(
                "/api/auth/sign-in", "Sign in", notes: "The response sets the session cookie.", limit: .verify,
                body: SignIn.self, returns: .ok(Sessions.New.shape).headers(setCookie),
                errors: [.unauthenticated("The email address or the password is wrong."), Self.otherOrigin]
            ) { body, request, context in
                try origins.checkSignIn(request)
                return try await sessions.signIn(
                    email: body.email, password: body.password, from: SignInSource(request, context.client))
            },
            .post(
                "/api/auth/sign-up", "Sign up", notes: "Accepts an invitation and signs in.", limit: .verify,
                body: SignUp.self,
                returns: .created(Sessions.New.shape) { _ in "/api/auth/session" }.headers(setCookie),
                errors: [
                    .unauthenticated("The invited person has an account with a different password."),
                    Self.otherOrigin, .notFound("Invitation not found."), .conflict("The person is already a member."),
                ]
            ) { body, request, context in
                try origins.checkSignIn(request)
                return try await invitations.signUp(
                    token: body.token, name: body.name, password: body.password,
                    from: SignInSource(request, context.client))
            },
            .post(
                "/api/auth/set-up", "Set up the owner",
                notes:
                    "Sets the account of the first owner with the token of the link that the server prints, and signs in.",
                limit: .verify, body: SetUpOwner.self,
                returns: .created(Sessions.New.shape) { _ in "/api/auth/session" }.headers(setCookie),
                errors: [
                    Self.otherOrigin, .notFound("The token is not valid, or the account is set up."),
                    .conflict("Another person has the email address."),
                ]
            ) { body, request, context in
                try origins.checkSignIn(request)
                return try await ownerSetUp(
                    token: body.token, name: body.name, email: body.email, password: body.password,
                    from: SignInSource(request, context.client))
            },
            .post(
                "/api/auth/sign-out", "Sign out",
                notes: "Ends the session of the cookie; other sessions of the user are unaffected.", access: .cookie,
                returns: .noContent.headers { [.setCookie: cookie.header("", seconds: 0)] },
                errors: [Self.otherOrigin], use: signOut),
            .get(
                "/api/auth/session", "Get the session", notes: "Returns the signed-in user.", access: .cookie,
                returns: .ok(Person.sessionShape)
            ) { request, _ in
                try await sessions.person(token: token(of: request))
            },
        ]
    }

    private static let otherOrigin = ErrorSpec.forbidden("The request comes from an origin that is not allowed.")

    @Sendable private func signOut(_ request: Request, _ context: RootContext) async throws {
        let token = try token(of: request)
        try origins.check(request)
        try await sessions.signOut(token: token)
    }

    private func token(of request: Request) throws -> String {
        guard let token = SessionCookie.token(of: request) else { throw PlatformError.unauthenticated(.session) }
        return token
    }

    @Sendable private func setCookie(_ session: Sessions.New) -> HTTPFields {
        let seconds = (session.expiresAt - .now).components.seconds
        return [.setCookie: cookie.header(session.token, seconds: seconds)]
    }
}
