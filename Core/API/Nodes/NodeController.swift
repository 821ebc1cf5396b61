import Hummingbird
import Platform
import PluginMessages
import Storage

struct NodeController {
    let nodes: NodesCatalog

    var endpoints: [Endpoint<APIContext>] {
        [
            .get(
                "nodes", "List nodes",
                notes:
                    "Lists the nodes that the organization's documents can use. If a node omits a field of "
                    + "`configSchema`, it has the "
                    + "field's `default`.", query: .part,
                returns: .catalogue(of: NodeDefinition.shape), use: list),
            .get(
                "nodes/templates", "List node templates", notes: "Returns the source of nodes that plugins contribute.",
                query: .part, returns: .catalogue(of: NodeTemplate.shape), use: templates),
            .get(
                "nodes/:nodeId", "Get a node",
                notes:
                    "Returns the newest version of a built-in or installed node, or the one that the query names: its "
                    + "form and its output.",
                query: [Parameter("version", "The version to return; default: the version that new documents use.")],
                returns: .ok(NodeDefinition.shape), errors: [.pluginOff], use: get),
            .post(
                "nodes/:nodeId/options", .read, "List field options",
                notes: "Returns the possible values of a field of a node.", body: ListFieldOptions.self,
                returns: .all(of: ConfigField.Option.shape), errors: .plugin, use: options),
        ]
    }

    @Sendable private func list(_ request: Request, _ context: APIContext) async throws -> Page<NodeDefinition> {
        let part = try request.part
        return Page(of: try await nodes.list(context.caller), part, id: \.id)
    }

    @Sendable private func templates(_ request: Request, _ context: APIContext) async throws -> Page<NodeTemplate> {
        let part = try request.part
        return Page(of: try await nodes.templates(context.caller), part) { "\($0.node)@\($0.version):\($0.target)" }
    }

    @Sendable private func get(_ request: Request, _ context: APIContext) async throws -> NodeDefinition {
        try await nodes.get(
            context.caller, context.parameters.require("nodeId"), version: request.query("version"))
    }

    @Sendable private func options(
        _ body: ListFieldOptions, _ request: Request, _ context: APIContext
    ) async throws -> [ConfigField.Option] {
        try await nodes.options(
            context.caller, context.parameters.require("nodeId"), version: body.version, field: body.field,
            config: body.config ?? [:])
    }
}
