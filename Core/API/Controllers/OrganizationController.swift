import Hummingbird
import JSON
import Platform
import Storage

struct OrganizationController {
    let organizations: Organizations

    var endpoints: [Endpoint] {
        [
            .get(
                "organizations", "List organizations", notes: "Those that the person is a member of.",
                query: .page, gives: .page(of: .organization), use: list
            ).inSession(),
            .post(
                "organizations", .write, "Create an organization", takes: .organizationName,
                gives: .created(.organization), use: create
            ).inSession(),
            .patch(
                "organizations/:organizationId", "Rename an organization", takes: .organizationName,
                gives: .ok(.organization), use: update
            ).inSession(.admin),
        ]
    }

    private struct Name: Decodable {
        let name: String
    }

    @Sendable private func list(_ request: Request, _ context: APIContext) async throws -> Response {
        .page(try await organizations.list(context.caller, request.page)) { $0.json }
    }

    @Sendable private func create(_ request: Request, _ context: APIContext) async throws -> Response {
        let body = try await request.body(Name.self, context)
        return .json(try await organizations.create(context.caller, name: body.name).json, status: .created)
    }

    @Sendable private func update(_ request: Request, _ context: APIContext) async throws -> Response {
        let body = try await request.body(Name.self, context)
        return .json(
            try await organizations.rename(context.caller, context.id("organizationId"), to: body.name).json)
    }
}

extension OrganizationRecord {
    fileprivate var json: JSONValue {
        [
            "id": JSONValue(id), "name": .string(name), "slug": .string(slug), "createdAt": JSONValue(createdAt),
            "updatedAt": JSONValue(updatedAt),
        ]
    }
}
