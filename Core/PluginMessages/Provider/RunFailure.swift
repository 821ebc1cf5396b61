public struct RunFailure: Codable, Sendable, Hashable {
    public let name: String
    public let message: String
    /// The node whose step failed, where it is known.
    public let nodeId: String?
    /// The field of the node's `data` whose code threw, and the line there, from 1, where they are known.
    public let field: String?
    public let line: Int?

    public init(name: String, message: String, nodeId: String? = nil, field: String? = nil, line: Int? = nil) {
        self.name = name
        self.message = message
        self.nodeId = nodeId
        self.field = field
        self.line = line
    }
}
