import Hummingbird
import JSON
import Platform
import Storage

struct MemberController {
    let members: Members

    var endpoints: [Endpoint] {
        [
            .get("members", "List members", query: .page, gives: .page(of: .member), use: list).inSession(),
            .patch(
                "members/:userId", "Change a member's role", notes: "Only owners make and change owners.",
                takes: .memberChange, gives: .ok(.member), failures: [.conflict("It is the last owner.")],
                use: update
            ).inSession(.admin),
            .delete(
                "members/:userId", "Remove a member",
                notes: "With the keys that they made. It takes the role `admin` to remove somebody else.",
                failures: [.conflict("It is the last owner.")], use: remove
            ).inSession(),
        ]
    }

    @Sendable private func list(_ request: Request, _ context: APIContext) async throws -> Response {
        .page(try await members.list(context.caller, request.page)) { $0.json }
    }

    private struct Update: Decodable {
        let role: String
    }

    @Sendable private func update(_ request: Request, _ context: APIContext) async throws -> Response {
        let body = try await request.body(Update.self, context)
        return .json(
            try await members.setRole(context.caller, context.id("userId"), to: try Role(named: body.role)).json)
    }

    @Sendable private func remove(_ request: Request, _ context: APIContext) async throws -> Response {
        try await members.remove(context.caller, context.id("userId"))
        return Response(status: .noContent)
    }
}

extension MemberRecord {
    fileprivate var json: JSONValue {
        [
            "userId": JSONValue(id), "email": .string(email), "name": .string(name), "role": .string(role),
            "joinedAt": JSONValue(createdAt),
        ]
    }
}
