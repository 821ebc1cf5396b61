import Hummingbird
import Platform
import Storage

struct InvitationController {
    let invitations: Invitations

    var endpoints: [Endpoint<APIContext>] {
        let endpoints: [Endpoint<APIContext>] = [
            .list(
                "invitations", "List invitations",
                notes: "Lists the invitations that were neither accepted nor withdrawn.", of: InvitationRecord.shape,
                use: invitations.list),
            .get(
                "invitations/:invitationId", "Get an invitation", notes: "Returns the invitation without its token.",
                of: InvitationRecord.shape, use: invitations.get),
            .post(
                "invitations", .write, "Invite a person",
                notes: "The response contains the invitation token, which is shown only once.",
                body: CreateInvitation.self,
                returns: .created(Invitations.New.shape) { "/api/invitations/\($0.record.id)" },
                errors: [.conflict("The person is already a member.")], use: create
            ).showingOnce("token"),
            .delete(
                "invitations/:invitationId", "Withdraw an invitation", notes: "Its token stops working.",
                use: invitations.withdraw),
        ]
        return endpoints.map { $0.inSession(.admin) }
    }

    @Sendable private func create(
        _ body: CreateInvitation, _ request: Request, _ context: APIContext
    ) async throws -> Invitations.New {
        try await invitations.create(
            context.caller, email: body.email, role: try Role(named: body.role ?? Role.member.rawValue))
    }
}

extension InvitationRecord {
    static let shape = Shape<InvitationRecord>("Invitation") {
        Member("id", .id, \.id, "Identifies the invitation.")
        Member("email", .text(.email), \.email, "The address of the invited person, who signs up with it.")
        Member("role", .choice(of: Role.self), \.role, "The role that the person will have in the organization.")
        Member(
            "invitedBy", .id, nullable: \.user,
            "The user who sent the invitation; `null` for one created on the server's command line.")
        Member("expiresAt", .time, \.expiresAt, "When the invitation stops working.")
        Member("createdAt", .time, \.createdAt, "When the invitation was created.")
    }
}

extension Invitations.New {
    static let shape = Shape<Invitations.New>("MadeInvitation") {
        InvitationRecord.shape.members(of: \.record)
        Member(
            "token", .text, nullable: { $0.token },
            "The token for the invited person; shown only once: `null` in the response to a retry with the same "
                + "`Idempotency-Key`.")
    }
}
