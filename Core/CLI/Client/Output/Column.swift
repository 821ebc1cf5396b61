import JSON

/// A column of a table, or a line of a resource's details.
struct Column: Sendable {
    let title: String
    /// Of the value in the API's response: members with dots between them.
    let path: String
    /// Whether the value is anybody's JSON, which is shown as such.
    private let isJSON: Bool

    init(_ title: String, _ path: String) { (self.title, self.path, isJSON) = (title, path, false) }

    /// Whether the value is sentences of the API, which may name requests.
    var hasHints: Bool { path == "notes" }

    init(_ title: String, json path: String) { (self.title, self.path, isJSON) = (title, path, true) }

    /// The value as a person reads it.
    func text(of item: JSONValue) -> String {
        let value = item.at(path)
        if isJSON { return value.flatMap { $0.isNull ? nil : $0.text } ?? "" }
        return switch value {
        case .string(let text) where path == "kind": WorkflowKind(member: text).text
        case .string(let text): Self.isTime(text) ? Self.time(text) : text
        case .bool(let value): value ? "yes" : "no"
        case .number(let number): number.text
        case .array(let values): values.map { $0.string ?? $0.text }.joined(separator: ", ")
        case .object(let object): JSONValue.object(object).text
        case .null, nil: ""
        }
    }

    /// As the API writes moments.
    private static func isTime(_ text: String) -> Bool {
        text.utf8.count == 24 && text.hasSuffix("Z") && text.dropFirst(10).hasPrefix("T")
    }

    private static func time(_ text: String) -> String {
        "\(text.prefix(10)) \(text.dropFirst(11).prefix(8))Z"
    }
}
