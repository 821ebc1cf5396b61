import HTTPTypes
import Hummingbird
import Platform
import Storage

/// A person's own password and sessions.
struct AccountController {
    let account: Account

    var endpoints: [Endpoint<APIContext>] {
        let endpoints: [Endpoint<APIContext>] = [
            .put(
                "auth/password", "Change the password",
                notes: "Ends all other sessions of the user. API keys are unchanged.", body: ChangePassword.self,
                returns: .noContent,
                errors: [.invalid("The current password is wrong.")], use: changePassword),
            .list(
                "sessions", "List sessions",
                notes: "Lists the user's sessions that have not ended, in all organizations.",
                of: Account.Session.shape, use: account.sessions),
            .delete("sessions", "End other sessions", notes: "Ends all sessions of the user but that of the request.") {
                _, context in try await account.endOthers(context.caller)
            },
            .delete(
                "sessions/:sessionId", "End a session", notes: "Requests with its cookie fail from then on.",
                use: account.end),
        ]
        return endpoints.map { $0.inSession() }
    }

    @Sendable private func changePassword(
        _ body: ChangePassword, _ request: Request, _ context: APIContext
    ) async throws {
        try await account.changePassword(
            context.caller, from: body.currentPassword, to: body.newPassword,
            source: SignInSource(request, context.client))
    }
}

extension SignInSource {
    init(_ request: Request, _ client: String) {
        self.init(
            address: client, network: ClientAddress(client).network, agent: request.headers[.userAgent])
    }
}

extension Account.Session {
    static let shape = Shape<Account.Session>("OwnSession") {
        Member("id", .id, \.record.id, "Identifies the session.")
        Member("current", .flag, \.isCurrent, "Whether it is the session of the request.")
        Member(
            "address", .text.example("192.0.2.7"), nullable: \.record.address,
            "The address that the user signed in from.")
        Member(
            "userAgent", .text.example("Mozilla/5.0"), nullable: \.record.agent,
            "The `User-Agent` of the browser or program that signed in.")
        Member("createdAt", .time, \.record.createdAt, "When the user signed in.")
        Member("expiresAt", .time, \.record.expiresAt, "When the session ends.")
    }
}
