import Hummingbird
import JSON
import Platform
import PluginMessages

struct NodeController {
    let nodes: NodesCatalog

    var endpoints: [Endpoint] {
        [
            .get("nodes", use: list),
            .get("nodes/templates", use: templates),
            .get("nodes/:nodeId", use: get),
            .post("nodes/:nodeId/options", .read, use: options),
        ]
    }

    /// All of them: a catalogue has one page.
    @Sendable private func list(_ request: Request, _ context: APIContext) async throws -> Response {
        _ = try request.page
        return .json([
            "data": .array(try await nodes.list(context.caller).map { try JSONValue(encoding: $0) }),
            "nextCursor": .null,
        ])
    }

    /// What resolves a node of a document to its code.
    @Sendable private func templates(_ request: Request, _ context: APIContext) async throws -> Response {
        .json([
            "data": .array(
                try await nodes.templates(context.caller).map { template in
                    [
                        "nodeId": .string(template.node), "version": .string(template.version),
                        "provider": .string(template.target), "source": .string(template.source),
                    ]
                }), "nextCursor": .null,
        ])
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
