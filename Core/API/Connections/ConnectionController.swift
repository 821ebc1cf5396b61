import Hummingbird
import Platform
import PluginMessages
import Storage

struct ConnectionController {
    let connections: Connections

    var endpoints: [Endpoint<APIContext>] {
        [
            .list(
                "connections", "List connections",
                notes: "Lists the connections of the organization. Credentials are masked.", isNamed: true,
                of: Connection.shape,
                use: connections.list),
            .post(
                "connections", .write, "Create a connection",
                notes:
                    "Stores credentials for a provider, encrypted; responses show them masked. They are not checked: "
                    + "use `POST /api/connections/verify-token` first.",
                body: CreateConnection.self,
                returns: .created(Connection.shape) { "/api/connections/\($0.id)" },
                errors: [
                    .invalid("The provider is unknown, or the credentials do not match the provider's schema."),
                    .pluginOff,
                ], use: create),
            .post(
                "connections/verify-token", .write, "Verify credentials",
                notes: "Verifies the credentials with the provider. Nothing is stored.", limit: .verify,
                body: VerifyCredentials.self,
                returns: .ok(Verification.shape, "The result of the provider's verification."), errors: .plugin,
                use: verify),
            .post(
                "connections/:connectionId/verify", .write, "Verify a connection",
                notes:
                    "Verifies the stored credentials with the provider. Nothing is changed.",
                limit: .verify,
                returns: .ok(Verification.shape, "The result of the provider's verification."), errors: .plugin,
                use: verifyStored),
            .get(
                "connections/:connectionId", "Get a connection", notes: "Credentials are masked.",
                of: Connection.shape, use: connections.get),
            .patch(
                "connections/:connectionId", "Change a connection", notes: "Omitted members are unchanged.",
                body: UpdateConnection.self, returns: .ok(Connection.shape), errors: [.pluginOff], use: update),
            .delete(
                "connections/:connectionId", "Delete a connection",
                notes: "Workflows that are deployed to the connection must be taken down first.",
                errors: [.conflict("The connection has active deployments.")], use: connections.delete),
        ]
    }

    @Sendable private func create(
        _ body: CreateConnection, _ request: Request, _ context: APIContext
    ) async throws -> Connection {
        try await connections.create(
            context.caller, provider: body.provider, name: body.name, credentials: body.credentials ?? [:])
    }

    @Sendable private func verify(
        _ body: VerifyCredentials, _ request: Request, _ context: APIContext
    ) async throws -> Verification {
        try await connections.verify(context.caller, provider: body.provider, credentials: body.credentials)
    }

    @Sendable private func verifyStored(_ request: Request, _ context: APIContext) async throws -> Verification {
        try await connections.verify(context.caller, context.id("connectionId"))
    }

    @Sendable private func update(
        _ body: UpdateConnection, _ request: Request, _ context: APIContext
    ) async throws -> Connection {
        try await connections.update(
            context.caller, context.id("connectionId"), name: body.name, credentials: body.credentials)
    }
}
