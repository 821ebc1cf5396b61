import JSON
import PluginMessages

/// What the plugin of a node does for it, as the core calls it.
package struct NodeServices: Sendable {
    package let kinds: [NodeService.Kind]
    private let node: String
    private let version: String
    private let connection: any PluginConnection

    init(_ service: NodeService, _ connection: any PluginConnection) {
        kinds = service.services
        node = service.node
        version = service.version
        self.connection = connection
    }

    /// Checks a node's `data` beyond its schema.
    package func validate(_ config: JSONObject) async throws(PluginFailure) -> [NodeProblem] {
        try await ask("validate", NodeRequest(node: node, version: version, config: config))
    }

    /// The options of a field.
    package func options(of field: String, _ config: JSONObject) async throws(PluginFailure) -> [ConfigField.Option] {
        try await ask("options", NodeRequest(node: node, version: version, config: config, field: field))
    }

    private func ask<Answer: Decodable>(_ what: String, _ request: NodeRequest) async throws(PluginFailure) -> Answer {
        try await connection.call(
            "node.\(what)", request, deadline: .seconds(10), of: "The plugin of \"\(node)\"", for: what)
    }
}
