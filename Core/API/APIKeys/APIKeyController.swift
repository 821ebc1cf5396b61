import Hummingbird
import Platform
import Storage

/// API keys are created in a session only: a key cannot create another key.
struct APIKeyController {
    let keys: Keys

    var endpoints: [Endpoint<APIContext>] {
        let endpoints: [Endpoint<APIContext>] = [
            .list(
                "api-keys", "List API keys",
                notes: "Lists the keys of the organization, newest first, without the keys themselves.", isNamed: true,
                of: APIKeyRecord.shape, use: keys.list),
            .get(
                "api-keys/:apiKeyId", "Get an API key", notes: "Returns a key's properties without the key itself.",
                of: APIKeyRecord.shape, use: keys.get),
            .post(
                "api-keys", .write, "Create an API key",
                notes: "The response contains the key, which is shown only once.", body: CreateAPIKey.self,
                returns: .created(Keys.New.shape) { "/api/api-keys/\($0.record.id)" }, use: create
            ).showingOnce("key"),
            .patch(
                "api-keys/:apiKeyId", "Rename an API key", notes: "The key itself and what it may do are unchanged.",
                body: UpdateAPIKey.self, returns: .ok(APIKeyRecord.shape), use: rename),
            .post(
                "api-keys/:apiKeyId/rotate", .write, "Rotate an API key",
                notes:
                    "Replaces the key with a new one that has the same id, project, scopes and end; requests with the old key fail from "
                    + "then on. The response contains the key, which is shown only once. For an organization-wide key, the "
                    + "role owner is required.", returns: .ok(Keys.New.shape)
            ) { _, context in try await keys.rotate(context.caller, context.id("apiKeyId")) }.showingOnce("key"),
            .delete(
                "api-keys/:apiKeyId", "Revoke an API key", notes: "Requests with the key fail from then on.",
                use: keys.revoke),
        ]
        return endpoints.map { $0.inSession(.admin) }
    }

    @Sendable private func rename(
        _ body: UpdateAPIKey, _ request: Request, _ context: APIContext
    ) async throws -> APIKeyRecord {
        try await keys.rename(context.caller, context.id("apiKeyId"), to: body.name)
    }

    @Sendable private func create(
        _ body: CreateAPIKey, _ request: Request, _ context: APIContext
    ) async throws -> Keys.New {
        try await keys.create(
            context.caller, name: body.name, project: body.projectId.map { ProjectID($0) } ?? context.caller.project,
            scopes: body.scopes, expiresAt: body.expiresAt, organizationWide: body.organizationWide ?? false)
    }
}

extension APIKeyRecord {
    static let shape = Shape<APIKeyRecord>("APIKey") {
        Member(
            "id", .id, \.id,
            "Identifies the key in `DELETE /api/api-keys/:keyId` and in the audit log; not the key itself.")
        Member("name", .text(.name), \.name, "A label that helps people to recognize the key.")
        Member("projectId", .id, \.project, "The project that requests with the key work in.")
        Member("userId", .id, \.user, "The user who created the key; removing the member deletes it.")
        Member("prefix", .text.example("ask_3fZ9aQ1x"), \.prefix, "The first characters of the key.")
        Member(
            "scopes", .list(of: .choice).example(["read", "write"]),
            { key in Scope.allCases.filter(key.scopeSet.contains) }, "What the key may do; every key has `read`.")
        Member(
            "organizationWide", .flag, \.isOrganizationWide,
            "Whether the key reaches all projects of the organization, and not only its own.")
        Member("expiresAt", .time, nullable: \.expiresAt, "When the key stops working; `null` if it does not expire.")
        Member(
            "lastUsedAt", .time, nullable: \.lastUsedAt,
            "When a request last used the key, to within a minute; `null` if none has.")
        Member("createdAt", .time, \.createdAt, "When the key was created.")
    }
}

extension Keys.New {
    static let shape = Shape<Keys.New>("MadeAPIKey") {
        APIKeyRecord.shape.members(of: \.record)
        Member(
            "key", .text.example("ask_…"), nullable: { $0.key.text },
            "The key; shown only once: `null` in the response to a retry with the same `Idempotency-Key`.")
    }
}
