import Hummingbird
import Platform
import Storage

struct InvitationController {
    let invitations: Invitations

    var endpoints: [Endpoint<APIContext>] {
        let endpoints: [Endpoint<APIContext>] = [
            .list("invitations", "List invitations", of: InvitationRecord.shape, use: invitations.list),
            .post(
                "invitations", .write, "Invite a person",
                notes: "The response contains the invitation token, which is shown only once.",
                body: CreateInvitation.self, returns: .created(Invitations.New.shape),
                errors: [.conflict("The person is already a member.")], use: create),
            .delete("invitations/:invitationId", "Withdraw an invitation", use: invitations.withdraw),
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

struct CreateInvitation: JSONBody {
    static let schema = Schema.body(
        [
            "email": .text(FieldLimits.email, pattern: FieldLimits.emailPattern).example("ada@example.com"),
            "role": .choice(of: Role.self).usually("member"),
        ], required: ["email"]
    ).named("NewInvitation")

    let email: String
    let role: String?
}

extension InvitationRecord {
    static let shape = Shape<InvitationRecord>("Invitation") {
        Member("id", .id, \.id)
        Member("email", .text(.email), \.email)
        Member("role", .choice(of: Role.self), \.role)
        Member("invitedBy", .id, nullable: \.user)
        Member("expiresAt", .time, \.expiresAt)
        Member("createdAt", .time, \.createdAt)
    }
}

extension Invitations.New {
    static let shape = Shape<Invitations.New>("MadeInvitation") {
        InvitationRecord.shape.members(of: \.record)
        Member("token", .text, \.token, "The token for the invited person; shown only once.")
    }
}
