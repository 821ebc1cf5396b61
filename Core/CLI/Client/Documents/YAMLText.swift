import JSON
import Yams

/// JSON as YAML, for people to edit: members in their order, texts of several lines as blocks.
struct YAMLText {
    let text: String

    init(of value: JSONValue) {
        text = (try? Yams.serialize(node: Self.node(of: value), width: -1, allowUnicode: true)) ?? ""
    }

    private static func node(of value: JSONValue) -> Node {
        switch value {
        case .null: Node("null", Tag(.null))
        case .bool(let value): Node(value ? "true" : "false", Tag(.bool))
        case .number(let number): Node(number.text, Tag(number.int == nil ? .float : .int))
        case .string(let text): Node(text, Tag(.str), style(of: text))
        case .array(let values): Node(values.map(node), Tag(.seq))
        case .object(let object):
            Node(object.map { (Node($0.key, Tag(.str), style(of: $0.key)), node(of: $0.value)) }, Tag(.map))
        }
    }

    /// Quoted where it would be read as another value.
    private static func style(of text: String) -> Node.Scalar.Style {
        if text.contains("\n") { return .literal }
        guard let value = try? YAMLDocument(parsing: text).value, value == .string(text) else { return .doubleQuoted }
        return .any
    }
}
