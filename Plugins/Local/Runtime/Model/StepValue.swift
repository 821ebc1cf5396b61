import JSON

/// The text of what a step returned, as the program's process writes it: JSON, or the value and what in it is of another
/// type than its JSON (`Shim/values.ts`).
struct StepValue {
    let text: String

    /// Whether a text is the content of a stream.
    static func isContent(_ text: String) -> Bool { text.utf8.starts(with: #"{"@stream":""#.utf8) }

    /// The JSON of the value, which is what is reported.
    func json() throws -> JSONValue {
        let json = try JSONValue(parsing: text)
        // No JSON text of a value begins with white space.
        return text.utf8.first == UInt8(ascii: " ") ? json["value"] ?? .null : json
    }
}
