/// From `line` to the next mapping's, the generated code belongs to a node.
public struct LineMapping: Sendable, Hashable {
    /// Generated, from 1.
    public let line: Int
    /// `nil`: to no node.
    public let nodeId: String?
    /// When the lines are a node's own code: the field it is in, and the line there, from 1.
    public let field: String?
    public let fieldLine: Int?

    public init(line: Int, nodeId: String?, field: String? = nil, fieldLine: Int? = nil) {
        self.line = line
        self.nodeId = nodeId
        self.field = field
        self.fieldLine = fieldLine
    }
}
