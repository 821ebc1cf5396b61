import Hummingbird
import Platform
import Storage

struct MemberController {
    let members: Members

    var endpoints: [Endpoint<APIContext>] {
        [
            .list(
                "members", "List members", notes: "Lists the members of the organization with their roles.",
                of: MemberRecord.shape, use: members.list
            ).inSession(),
            .get(
                "members/:userId", "Get a member", notes: "Returns a member of the organization with the role.",
                of: MemberRecord.shape, use: members.get
            ).inSession(),
            .patch(
                "members/:userId", "Change a member role",
                notes: "Only owners can grant the role `owner` or change an owner's role.", body: UpdateMember.self,
                returns: .ok(MemberRecord.shape), errors: Self.errors, use: update
            ).inSession(.admin),
            .delete(
                "members/:userId", "Remove a member",
                notes: "Also deletes the API keys that the member created, and withdraws the member's invitations. "
                    + "Removing another member requires the role `admin`.", errors: Self.errors, use: members.remove
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

extension MemberRecord {
    static let shape = Shape<MemberRecord>("Member") {
        Member("userId", .id, \.id, "Identifies the user, in `/api/members/:userId` and in the audit log.")
        Member("email", .text(.email), \.email, "The address that the user signs in with.")
        Member("name", .text.example("Ada Lovelace"), \.name, "The user's name.")
        Member(
            "role", .choice(of: Role.self), \.role,
            "What the user may do: `member` works in projects, `admin` also manages members and keys, `owner` also "
                + "owners."
        )
        Member("joinedAt", .time, \.createdAt, "When the user became a member.")
    }
}
