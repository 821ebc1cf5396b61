/// A checked JSON text. Readers decode the values that they need; nothing else is built.
public struct JSONText: Sendable {
    public let bytes: [UInt8]
    private let entries: [JSONEntry]

    /// - Throws: ``JSONSyntaxError`` exactly when `JSONValue` cannot be read from the bytes.
    public init(parsing bytes: [UInt8]) throws(JSONSyntaxError) {
        self.bytes = bytes
        entries = try bytes.withUnsafeBufferPointer { bytes throws(JSONSyntaxError) in try JSONScanner.scan(bytes) }
    }

    /// Calls `body` with the document's value, which must not leave it.
    public func read<Value, Failure: Error>(
        _ body: (JSONView) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        try bytes.withUnsafeBufferPointer { bytes throws(Failure) in
            try entries.withUnsafeBufferPointer { entries throws(Failure) in try body(JSONView(bytes, entries)) }
        }
    }
}
