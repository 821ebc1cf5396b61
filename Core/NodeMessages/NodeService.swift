import JSON

/// What a plugin does for a node besides its template.
public struct NodeService: Codable, Sendable, Hashable {
    public enum Kind: String, Codable, Sendable {
        /// It checks a configuration beyond its schema, when a document is compiled.
        case validate
        /// It tells the options of fields whose options are not fixed.
        case options
    }

    /// The node's id and version.
    public let node: String
    public let version: String
    public let services: [Kind]

    public init(node: String, version: String, services: [Kind]) {
        self.node = node
        self.version = version
        self.services = services
    }
}

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

/// Something wrong with a node's configuration.
public struct NodeProblem: Codable, Sendable, Hashable {
    /// The field of `data`; `nil` for the whole.
    public let field: String?
    /// What is wrong and what would be right.
    public let message: String
    public let severity: Diagnostic.Severity

    public init(_ message: String, field: String? = nil, severity: Diagnostic.Severity = .error) {
        self.field = field
        self.message = message
        self.severity = severity
    }
}
