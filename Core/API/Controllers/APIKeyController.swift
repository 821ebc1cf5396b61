import Hummingbird
import JSON
import Platform
import Storage

/// Keys are made in a session only: a key cannot make another one.
struct APIKeyController {
    let keys: Keys

    var endpoints: [Endpoint] {
        let endpoints: [Endpoint] = [
            .get("api-keys", "List API keys", query: .page, gives: .page(of: .apiKey), use: list),
            .post(
                "api-keys", .write, "Create an API key", notes: "The answer has the key, which is shown once.",
                takes: .newAPIKey, gives: .created(.madeAPIKey), use: create),
            .delete("api-keys/:apiKeyId", "Revoke an API key", use: revoke),
        ]
        return endpoints.map { $0.inSession(.admin) }
    }

    @Sendable private func list(_ request: Request, _ context: APIContext) async throws -> Response {
        .page(try await keys.list(context.caller, request.page)) { $0.json }
    }

    private struct Create: Decodable {
        let name: String
        let projectId: String?
        let scopes: [String]
        let expiresAt: String?
    }

    @Sendable private func create(_ request: Request, _ context: APIContext) async throws -> Response {
        let body = try await request.body(Create.self, context)
        let new = try await keys.create(
            context.caller, name: body.name, project: body.projectId.map { ProjectID($0) } ?? context.caller.project,
            scopes: body.scopes, expiresAt: body.expiresAt)
        var json = new.record.json.object ?? [:]
        json["key"] = .string(new.key.text)
        return .json(.object(json), status: .created)
    }

    @Sendable private func revoke(_ request: Request, _ context: APIContext) async throws -> Response {
        try await keys.revoke(context.caller, context.id("apiKeyId"))
        return Response(status: .noContent)
    }
}

extension APIKeyRecord {
    fileprivate var json: JSONValue {
        [
            "id": JSONValue(id), "name": .string(name), "projectId": JSONValue(project), "userId": JSONValue(user),
            "prefix": .string(prefix),
            "scopes": .array(Scope.allCases.filter(scopeSet.contains).map { .string($0.rawValue) }),
            "expiresAt": JSONValue(expiresAt), "lastUsedAt": JSONValue(lastUsedAt), "createdAt": JSONValue(createdAt),
        ]
    }
}
