/// One problem of a document, a plugin's answer or generated code.
public struct Diagnostic: Codable, Sendable, Hashable {
    public enum Severity: String, Codable, Sendable {
        case error, warning
        /// How something was understood that could have meant something else.
        case info

        /// What a plugin built with a later SDK calls otherwise is a warning.
        public init(named name: String) { self = Severity(rawValue: name) ?? .warning }

        public init(from decoder: any Decoder) throws {
            self.init(named: try decoder.singleValueContainer().decode(String.self))
        }
    }

    public let severity: Severity
    /// Stable and dotted, for programs: `ir.edge.unknownTarget`.
    public let code: String
    /// For people: what is wrong and what would be right.
    public let message: String
    /// Where in the document (RFC 6901); empty for the whole.
    public let pointer: String
    public let nodeId: String?
    /// The line within the text at `pointer`, from 1, when that is code.
    public let line: Int?

    public init(
        _ severity: Severity = .error, code: String, message: String, pointer: String = "", nodeId: String? = nil,
        line: Int? = nil
    ) {
        self.severity = severity
        self.code = code
        self.message = message
        self.pointer = pointer
        self.nodeId = nodeId
        self.line = line
    }
}
