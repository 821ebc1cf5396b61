import Hummingbird
import JSON
import Platform
import PluginMessages

struct ConnectionController {
    let connections: Connections

    var endpoints: [Endpoint] {
        [
            .get(
                "connections", "List connections", notes: "Of the organization. Credentials are masked.",
                query: .page, gives: .page(of: .connection), use: list),
            .post(
                "connections", .write, "Create a connection", takes: .newConnection, gives: .created(.connection),
                failures: [.invalid("The provider is unknown, or its schema does not take the credentials.")],
                use: create),
            .post(
                "connections/verify-token", .write, "Verify credentials", notes: "Nothing is kept.", limit: .verify,
                takes: .verify, gives: .ok(.verification, "What the provider says of them."), failures: .plugin,
                use: verify),
            .patch(
                "connections/:connectionId", "Change a connection", takes: .connectionChange,
                gives: .ok(.connection), use: update),
            .delete(
                "connections/:connectionId", "Delete a connection",
                failures: [.conflict("Something is deployed to it.")], use: delete),
        ]
    }

    @Sendable private func list(_ request: Request, _ context: APIContext) async throws -> Response {
        .page(try await connections.list(context.caller, request.page)) { $0.json }
    }

    private struct Create: Decodable {
        let provider: String
        let name: String?
        let credentials: JSONObject?
    }

    @Sendable private func create(_ request: Request, _ context: APIContext) async throws -> Response {
        let body = try await request.body(Create.self, context)
        let connection = try await connections.create(
            context.caller, provider: body.provider, name: body.name, credentials: body.credentials ?? [:])
        return .json(connection.json, status: .created)
    }

    private struct Verify: Decodable {
        let provider: String
        let credentials: JSONObject
    }

    @Sendable private func verify(_ request: Request, _ context: APIContext) async throws -> Response {
        let body = try await request.body(Verify.self, context)
        let verification = try await connections.verify(
            context.caller, provider: body.provider, credentials: body.credentials)
        return .json(verification.answer)
    }

    private struct Update: Decodable {
        let name: String?
        let credentials: JSONObject?
    }

    @Sendable private func update(_ request: Request, _ context: APIContext) async throws -> Response {
        let body = try await request.body(Update.self, context)
        let connection = try await connections.update(
            context.caller, context.id("connectionId"), name: body.name, credentials: body.credentials)
        return .json(connection.json)
    }

    @Sendable private func delete(_ request: Request, _ context: APIContext) async throws -> Response {
        try await connections.delete(context.caller, context.id("connectionId"))
        return Response(status: .noContent)
    }
}

extension Verification {
    /// `accounts` is always there: clients go through them.
    fileprivate var answer: JSONValue {
        var members: JSONObject = [
            "valid": .bool(valid),
            "accounts": .array((accounts ?? []).map { ["id": .string($0.id), "name": .string($0.name)] }),
        ]
        members["message"] = message.map(JSONValue.string)
        return .object(members)
    }
}

extension Connection {
    fileprivate var json: JSONValue {
        [
            "id": JSONValue(id), "provider": .string(provider), "name": .string(name),
            "credentials": .object(JSONObject(credentialNames.map { ($0, .string(Variable.mask)) })),
            "createdAt": JSONValue(createdAt), "updatedAt": JSONValue(updatedAt),
        ]
    }
}
