import Hummingbird
import Platform
import Storage

struct MemberController {
    let members: Members

    var endpoints: [Endpoint<APIContext>] {
        [
            .list("members", "List members", of: MemberRecord.shape, use: members.list).inSession(),
            .patch(
                "members/:userId", "Change a member role",
                notes: "Only owners can grant the role `owner` or change an owner's role.", body: UpdateMember.self,
                returns: .ok(MemberRecord.shape), errors: Self.errors, use: update
            ).inSession(.admin),
            .delete(
                "members/:userId", "Remove a member",
                notes: "Also deletes the API keys that the member created. Removing another member requires the role "
                    + "`admin`.", errors: Self.errors, use: members.remove
            ).inSession(),
        ]
    }

    private static let errors: [ErrorSpec] = [.conflict("The member is the organization's last owner.")]

    @Sendable private func update(
        _ body: UpdateMember, _ request: Request, _ context: APIContext
    ) async throws -> MemberRecord {
        try await members.setRole(context.caller, context.id("userId"), to: try Role(named: body.role))
    }
}

struct UpdateMember: JSONBody {
    static let schema = Schema.body(["role": .choice(of: Role.self)], required: ["role"]).named("MemberChange")

    let role: String
}

extension MemberRecord {
    static let shape = Shape<MemberRecord>("Member") {
        Member("userId", .id, \.id)
        Member("email", .text(.email), \.email)
        Member("name", .text.example("Ada Lovelace"), \.name)
        Member("role", .choice(of: Role.self), \.role)
        Member("joinedAt", .time, \.createdAt)
    }
}
