import Hummingbird
import JSON
import Platform
import Storage

struct InvitationController {
    let invitations: Invitations

    var endpoints: [Endpoint] {
        let endpoints: [Endpoint] = [
            .get("invitations", "List invitations", query: .page, gives: .page(of: .invitation), use: list),
            .post(
                "invitations", .write, "Invite a person", notes: "The answer has the token, which is shown once.",
                takes: .newInvitation, gives: .created(.madeInvitation),
                failures: [.conflict("They are a member.")], use: create),
            .delete("invitations/:invitationId", "Withdraw an invitation", use: withdraw),
        ]
        return endpoints.map { $0.inSession(.admin) }
    }

    @Sendable private func list(_ request: Request, _ context: APIContext) async throws -> Response {
        .page(try await invitations.list(context.caller, request.page)) { $0.json }
    }

    private struct Create: Decodable {
        let email: String
        let role: String?
    }

    /// The token in the answer is for the person who is invited, and is shown once.
    @Sendable private func create(_ request: Request, _ context: APIContext) async throws -> Response {
        let body = try await request.body(Create.self, context)
        let new = try await invitations.create(
            context.caller, email: body.email, role: try Role(named: body.role ?? Role.member.rawValue))
        var json = new.record.json.object ?? [:]
        json["token"] = .string(new.token)
        return .json(.object(json), status: .created)
    }

    @Sendable private func withdraw(_ request: Request, _ context: APIContext) async throws -> Response {
        try await invitations.withdraw(context.caller, context.id("invitationId"))
        return Response(status: .noContent)
    }
}

extension InvitationRecord {
    fileprivate var json: JSONValue {
        [
            "id": JSONValue(id), "email": .string(email), "role": .string(role), "invitedBy": JSONValue(user),
            "expiresAt": JSONValue(expiresAt), "createdAt": JSONValue(createdAt),
        ]
    }
}
