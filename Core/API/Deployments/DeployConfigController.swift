import Hummingbird
import JSON
import Platform
import PluginMessages
import Storage

/// How a workflow is deployed to one connection.
struct DeployConfigController {
    let configs: DeployConfigs

    private static let path = "workflows/:workflowId/deploy-config/:connectionId"

    var endpoints: [Endpoint] {
        [
            .get(
                Self.path, "Get a deploy configuration",
                notes:
                    "Returns the settings that a deploy to the connection uses: for each member the value set for the connection, "
                    + "otherwise that of the workflow's `deployConfig`, otherwise the provider's default.",
                gives: .ok(.deployConfig), failures: Self.failures, use: get),
            .put(
                Self.path, "Set a deploy configuration",
                notes:
                    "Replaces the settings for one connection. Omitted members have the value of the workflow's `deployConfig`.",
                takes: .newDeployConfig, gives: .ok(.deployConfig),
                failures: [.invalid("The settings do not match the provider's schema.")] + Self.failures, use: set),
            .delete(
                Self.path, "Delete a deploy configuration",
                notes: "The workflow's `deployConfig` applies from then on.",
                use: remove),
        ]
    }

    private static let failures: [Failure] = [.conflict("The provider's plugin is not loaded.")]

    @Sendable private func get(_ request: Request, _ context: APIContext) async throws -> Response {
        .json(
            try await configs.get(
                context.caller, of: context.workflow, on: context.id("connectionId")
            ).json)
    }

    @Sendable private func set(_ request: Request, _ context: APIContext) async throws -> Response {
        let config = try await request.body(JSONObject.self, context)
        return .json(
            try await configs.set(
                context.caller, of: context.workflow, on: context.id("connectionId"), to: config
            ).json)
    }

    @Sendable private func remove(_ request: Request, _ context: APIContext) async throws -> Response {
        try await configs.remove(context.caller, of: context.workflow, on: context.id("connectionId"))
        return Response(status: .noContent)
    }
}

extension DeployConfig {
    fileprivate var json: JSONValue {
        get throws {
            [
                "schema": try JSONValue(encoding: FieldList(wrappedValue: schema)), "config": .object(own),
                "effective": .object(effective),
            ]
        }
    }
}
