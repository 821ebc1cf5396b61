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
