extension JSONValue {
    /// The deepest nesting that is read, so that hostile text cannot exhaust the stack.
    public static let maximumDepth = 512

    /// Reads one JSON text (RFC 8259).
    /// - Throws: ``JSONSyntaxError`` with the position of the first byte that does not belong there.
    public init(parsing bytes: some Sequence<UInt8>) throws(JSONSyntaxError) {
        self = try JSONText(parsing: Array(bytes)).value
    }

    public init(parsing text: String) throws(JSONSyntaxError) {
        try self.init(parsing: text.utf8)
    }
}
