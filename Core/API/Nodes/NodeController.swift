import Hummingbird
import Platform
import PluginMessages
import Storage

struct NodeController {
    let nodes: NodesCatalog
    let options: NodeOptions

    var endpoints: [Endpoint<APIContext>] {
        [
            .get(
                "nodes", "List nodes",
                notes:
                    "Lists the nodes that the organization's documents can use. If a node omits a field of "
                    + "`configSchema`, it has the "
                    + "field's `default`.", query: .part,
                returns: .catalogue(of: NodeDefinition.shape), use: catalogue),
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
                notes:
                    "Returns the possible values of a field of a node. Those of a field with `optionsFrom` are listed by the "
                    + "vendor, with the credential `credentialId` (scope `write`; where `config` sets another address than the "
                    + "node's own, `deploy`), and are kept for a minute. Any other text stays valid in the field.",
                body: ListFieldOptions.self, returns: .ok(NodeOptions.Listed.shape),
                errors: .plugin + [
                    .conflict("The vendor does not accept the credential, or it must be authorized again.")
                ], use: list),
        ]
    }

    @Sendable private func catalogue(_ request: Request, _ context: APIContext) async throws -> Page<NodeDefinition> {
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

    @Sendable private func list(
        _ body: ListFieldOptions, _ request: Request, _ context: APIContext
    ) async throws -> NodeOptions.Listed {
        try await options.list(
            context.caller, context.parameters.require("nodeId"), version: body.version,
            NodeOptions.Order(
                field: body.field, config: body.config ?? [:], credential: body.credentialId.map { CredentialID($0) },
                search: body.search ?? "", cursor: body.cursor, isNew: body.refresh == true))
    }
}
