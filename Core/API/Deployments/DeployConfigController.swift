import Hummingbird
import Platform
import PluginMessages

/// How a workflow is deployed to one connection.
struct DeployConfigController {
    let configs: DeployConfigs

    private static let path = "workflows/:workflowId/deploy-config/:connectionId"

    var endpoints: [Endpoint<APIContext>] {
        [
            .get(
                Self.path, "Get a deploy configuration",
                notes:
                    "Returns the settings that a deploy to the connection uses: for each member the value set for the connection, "
                    + "otherwise that of the workflow's `deployConfig`, otherwise the provider's default.",
                returns: .ok(DeployConfig.shape), errors: Self.errors, use: get),
            .put(
                Self.path, "Set a deploy configuration",
                notes:
                    "Replaces the settings for one connection. Omitted members have the value of the workflow's `deployConfig`.",
                body: SetDeployConfig.self, returns: .ok(DeployConfig.shape),
                errors: [.invalid("The settings do not match the provider's schema.")] + Self.errors, use: set),
            .delete(
                Self.path, "Delete a deploy configuration",
                notes: "The workflow's `deployConfig` applies from then on.", use: remove),
        ]
    }

    private static let errors: [ErrorSpec] = [.conflict("The provider's plugin is not loaded."), .pluginOff]

    @Sendable private func get(_ request: Request, _ context: APIContext) async throws -> DeployConfig {
        try await configs.get(context.caller, of: context.workflow, on: context.id("connectionId"))
    }

    @Sendable private func set(
        _ body: SetDeployConfig, _ request: Request, _ context: APIContext
    ) async throws -> DeployConfig {
        try await configs.set(
            context.caller, of: context.workflow, on: context.id("connectionId"), to: body.settings)
    }

    @Sendable private func remove(_ request: Request, _ context: APIContext) async throws {
        try await configs.remove(context.caller, of: context.workflow, on: context.id("connectionId"))
    }
}

extension DeployConfig {
    static let shape = Shape<DeployConfig>("DeployConfig") {
        Member("schema", .fields(), \.schema, "The provider's configuration fields, by name.")
        Member("config", .map, \.own, "Settings for this connection.")
        Member("effective", .map, \.effective, "Settings that a deploy uses.")
    }
}
