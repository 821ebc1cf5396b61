import IR
import JSON
import PluginMessages
import Values

/// The fields of a node that have a fixed value, as texts.
struct FilledFields: Sendable {
    private let texts: [String: String]

    /// - Parameter config: The node's `data`; what is omitted has its default.
    init(_ fields: [ConfigField], _ config: JSONObject) {
        var texts: [String: String] = [:]
        for field in fields where field.type != .secret {
            texts[field.name] = Self.text(config[field.name]) ?? Self.text(field.defaultValue)
        }
        self.texts = texts
    }

    subscript(name: String) -> String? { texts[name] }

    private static func text(_ value: JSONValue?) -> String? {
        switch value {
        case .string(let text)?:
            let trimmed = text.drop(while: \.isWhitespace)
            // Dots are other folders in a path; an expression has its value when it runs.
            guard !trimmed.isEmpty, trimmed != ".", trimmed != "..", !ExpressionScanner.hasExpression(text) else {
                return nil
            }
            return text
        case .number(let number)?: return number.text
        case .bool(let flag)?: return flag ? "true" : "false"
        default: return nil
        }
    }
}
