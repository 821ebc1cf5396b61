import Hummingbird
import JSON
import Platform
import PluginHost
import PluginMessages
import Storage

struct PluginController {
    let plugins: Plugins

    var endpoints: [Endpoint<APIContext>] {
        [
            .get(
                "plugins", "List plugins", notes: Self.operators, query: .part,
                returns: .catalogue(of: PluginStatus.shape), use: list),
            .post(
                "plugins/:pluginId/enable", .write, "Enable a plugin", notes: Self.operators,
                returns: .all(of: PluginStatus.shape)
            ) { try await change($0, $1, plugins.enable) },
            .post(
                "plugins/:pluginId/disable", .write, "Disable a plugin", notes: Self.operators,
                returns: .all(of: PluginStatus.shape),
                errors: [.conflict("The plugin provides the server's storage.")]
            ) { try await change($0, $1, plugins.disable) },
            .post(
                "plugins/:pluginId/restart", .write, "Restart a plugin", notes: Self.operators,
                returns: .all(of: PluginStatus.shape),
                errors: .plugin + [.conflict("The plugin runs in the server's process.")]
            ) { try await change($0, $1, plugins.restart) },
        ]
    }

    private static let operators =
        "Requires an API key or session of the server's first organization: all organizations share the plugins. Changes "
        + "require a key of the whole organization, or the role admin."

    @Sendable private func list(_ request: Request, _ context: APIContext) async throws -> Page<PluginStatus> {
        let part = try request.part
        return Page(of: try await plugins.list(context.caller), part) { "\($0.id)@\($0.version ?? $0.path)" }
    }

    /// - Returns: Every loaded version of the plugin.
    private func change(
        _ request: Request, _ context: APIContext, _ change: (Caller, String) async throws -> [PluginStatus]
    ) async throws -> [PluginStatus] {
        try await change(context.caller, context.parameters.require("pluginId"))
    }
}
