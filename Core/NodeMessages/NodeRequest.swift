import JSON

/// Asks for a check of a node's configuration (`node.validate`), or for the options of one of its fields
/// (`node.options`).
public struct NodeRequest: Codable, Sendable {
    public let node: String
    public let version: String
    /// The node's `data`; texts may hold expressions.
    public let config: JSONObject
    /// For options.
    public let field: String?

    public init(node: String, version: String, config: JSONObject, field: String? = nil) {
        self.node = node
        self.version = version
        self.config = config
        self.field = field
    }
}
