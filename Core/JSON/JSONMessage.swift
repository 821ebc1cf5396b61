/// A whole JSON text as a type, without a value in memory in between.
public protocol JSONMessage: JSONReadable, JSONWritable {}

extension JSONMessage {
    /// The message as UTF-8 on one line, without spaces.
    public var jsonBytes: [UInt8] {
        var writer = JSONWriter()
        write(to: &writer)
        return writer.bytes
    }

    /// The message as text on one line.
    public var jsonText: String { String(decoding: jsonBytes, as: UTF8.self) }

    /// The message in memory; null when it is nested deeper than ``JSONValue/maximumDepth``, which nobody reads.
    public var json: JSONValue { (try? JSONValue(parsing: jsonBytes)) ?? .null }

    public init(json text: JSONText) throws(JSONMismatch) {
        self = try text.read { view throws(JSONMismatch) in try Self(json: view) }
    }

    /// - Throws: ``JSONSyntaxError`` or ``JSONMismatch``.
    public init(parsing text: String) throws {
        try self.init(json: JSONText(parsing: Array(text.utf8)))
    }

    public init(json value: JSONValue) throws(JSONMismatch) {
        let text: JSONText
        do { text = try JSONText(parsing: value.bytes) } catch { throw JSONMismatch(message: error.message) }
        try self.init(json: text)
    }
}
