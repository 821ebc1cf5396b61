import Hummingbird
import JSON
import Platform
import PluginHost
import PluginMessages
import Storage

struct PluginController {
    let plugins: Plugins

    var endpoints: [Endpoint] {
        [
            .get(
                "plugins", "List plugins", notes: Self.operators, query: .part,
                gives: .catalogue(of: .plugin), use: list),
            .post(
                "plugins/:pluginId/enable", .write, "Turn a plugin on", notes: Self.operators,
                gives: .list(of: .plugin)
            ) { try await change($0, $1, plugins.enable) },
            .post(
                "plugins/:pluginId/disable", .write, "Turn a plugin off", notes: Self.operators,
                gives: .list(of: .plugin), failures: [.conflict("The plugin provides the server's storage.")]
            ) { try await change($0, $1, plugins.disable) },
            .post(
                "plugins/:pluginId/restart", .write, "Restart a plugin", notes: Self.operators,
                gives: .list(of: .plugin), failures: .plugin + [.conflict("The plugin runs in the server's process.")]
            ) { try await change($0, $1, plugins.restart) },
        ]
    }

    private static let operators =
        "Requires an API key or session of the server's first organization: all organizations share the plugins."

    @Sendable private func list(_ request: Request, _ context: APIContext) async throws -> Response {
        let part = try request.part
        let page = Page(of: try await plugins.list(context.caller), part) { "\($0.id)@\($0.version ?? $0.path)" }
        return .page(page) { $0.json }
    }

    /// - Returns: Every loaded version of the plugin.
    private func change(
        _ request: Request, _ context: APIContext, _ change: (Caller, String) async throws -> [PluginStatus]
    ) async throws -> Response {
        let plugins = try await change(context.caller, context.parameters.require("pluginId"))
        return .json(["data": .array(plugins.map(\.json)), "nextCursor": .null])
    }
}

extension PluginStatus {
    fileprivate var json: JSONValue {
        [
            "id": .string(id), "name": JSONValue(name), "version": JSONValue(version), "path": .string(path),
            "origin": JSONValue(origin?.name), "isolation": JSONValue(isolation?.rawValue),
            "state": .string(state.rawValue), "reason": JSONValue(reason), "memory": memory.map { .int($0) } ?? .null,
            "calls": .int(calls), "failures": .int(failures),
            "lastError": lastError.map { error in
                [
                    "code": .string(error.failure.code), "message": .string(error.failure.message),
                    "at": JSONValue(Timestamp(error.at)),
                ]
            } ?? .null,
            "nodes": .array(nodes.map(JSONValue.string)), "providers": .array(providers.map(JSONValue.string)),
        ]
    }
}

extension PluginOrigin {
    fileprivate var name: String {
        switch self {
        case .installation: "installation"
        case .package: "package"
        }
    }
}
