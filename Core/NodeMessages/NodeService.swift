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
