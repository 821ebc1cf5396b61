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
                notes: "What a deploy to the connection gets: of every member, what is said for the connection, or "
                    + "else in the workflow's `deployConfig`, or else the provider's default.",
                gives: .ok(.deployConfig), failures: Self.failures, use: get),
            .put(
                Self.path, "Set a deploy configuration",
                notes: "For one connection, as a whole: a member that is left out is as the workflow says.",
                takes: .newDeployConfig, gives: .ok(.deployConfig),
                failures: [.invalid("The provider's schema does not take it.")] + Self.failures, use: set),
            .delete(
                Self.path, "Delete a deploy configuration", notes: "The workflow's own counts from then on.",
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
