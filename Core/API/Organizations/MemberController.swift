import Hummingbird
import Platform
import Storage

struct MemberController {
    let members: Members

    var endpoints: [Endpoint] {
        [
            .get("members", "List members", query: .page, returns: .page(of: MemberRecord.shape), use: list)
                .inSession(),
            .patch(
                "members/:userId", "Change a member role",
                notes: "Only owners can grant the role `owner` or change an owner's role.", body: UpdateMember.self,
                returns: .ok(MemberRecord.shape), failures: Self.failures, use: update
            ).inSession(.admin),
            .delete(
                "members/:userId", "Remove a member",
                notes: "Also deletes the API keys that the member created. Removing another member requires the role "
                    + "`admin`.", failures: Self.failures, use: remove
            ).inSession(),
        ]
    }

    private static let failures: [Failure] = [.conflict("The member is the organization's last owner.")]

    @Sendable private func list(_ request: Request, _ context: APIContext) async throws -> Page<MemberRecord> {
        try await members.list(context.caller, request.page)
    }

    @Sendable private func update(
        _ body: UpdateMember, _ request: Request, _ context: APIContext
    ) async throws -> MemberRecord {
        try await members.setRole(context.caller, context.id("userId"), to: try Role(named: body.role))
    }

    @Sendable private func remove(_ request: Request, _ context: APIContext) async throws {
        try await members.remove(context.caller, context.id("userId"))
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
