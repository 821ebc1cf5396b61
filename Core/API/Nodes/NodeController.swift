import Hummingbird
import JSON
import Platform
import PluginMessages
import Storage

struct NodeController {
    let nodes: NodesCatalog

    var endpoints: [Endpoint] {
        [
            .get(
                "nodes", "List nodes",
                notes:
                    "Lists the nodes that the organization's documents can use. If a node omits a field of `configSchema`, it has the "
                    + "field's `default`.", query: .part,
                gives: .catalogue(of: .node), use: list),
            .get(
                "nodes/templates", "List node templates", notes: "Returns the source of nodes that plugins contribute.",
                query: .part, gives: .catalogue(of: .template), use: templates),
            .get(
                "nodes/:nodeId", "Get a node",
                query: [Parameter("version", "The version to return; default: the version that new documents use.")],
                gives: .ok(.node), use: get),
            .post(
                "nodes/:nodeId/options", .read, "List options of a field",
                notes: "Returns the possible values of a field of a node.", takes: .optionsRequest,
                gives: .list(of: .option), failures: .plugin, use: options),
        ]
    }

    @Sendable private func list(_ request: Request, _ context: APIContext) async throws -> Response {
        let part = try request.part
        return try .page(Page(of: try await nodes.list(context.caller), part, id: \.id)) {
            try JSONValue(encoding: $0)
        }
    }

    /// What resolves a node of a document to its code.
    @Sendable private func templates(_ request: Request, _ context: APIContext) async throws -> Response {
        let part = try request.part
        let page = Page(of: try await nodes.templates(context.caller), part) { "\($0.node)@\($0.version):\($0.target)" }
        return .page(page) { template in
            [
                "nodeId": .string(template.node), "version": .string(template.version),
                "provider": .string(template.target), "source": .string(template.source),
            ]
        }
    }

    @Sendable private func get(_ request: Request, _ context: APIContext) async throws -> Response {
        let node = try await nodes.get(
            context.caller, context.parameters.require("nodeId"), version: request.query("version"))
        return .json(try JSONValue(encoding: node))
    }

    private struct Options: Decodable {
        let field: String
        let version: String?
        let config: JSONObject?
    }

    /// What a field can be, for a form.
    @Sendable private func options(_ request: Request, _ context: APIContext) async throws -> Response {
        let body = try await request.body(Options.self, context)
        let options = try await nodes.options(
            context.caller, context.parameters.require("nodeId"), version: body.version, field: body.field,
            config: body.config ?? [:])
        return .json(["data": try JSONValue(encoding: options), "nextCursor": .null])
    }
}
