import JSON
import Logging
import Values

/// How a line of the log is written.
enum LogFormat: String, CaseIterable, Sendable {
    /// For people: time, level, message, and what belongs to it as name=value.
    case text
    /// For programs: one JSON object a line.
    case json

    func line(_ time: String, _ level: Logger.Level, _ message: String, _ metadata: Logger.Metadata) -> String {
        let metadata = metadata.sorted { $0.key < $1.key }
        switch self {
        case .text:
            return "\(time) \(level.rawValue) \(Self.oneLine(message))"
                + metadata.map { " \($0)=\(Self.quoted("\($1)"))" }.joined() + "\n"
        case .json:
            var object: JSONObject = [
                "time": .string(time), "level": .string(level.rawValue), "message": .string(message),
            ]
            for (name, value) in metadata where object[name] == nil { object[name] = Self.json(value) }
            return ShownText.json(JSONValue.object(object).text) + "\n"
        }
    }

    /// Nobody writes a line of their own by what they send.
    private static func oneLine(_ text: String) -> String {
        ShownText.line(
            text.contains(where: \.isNewline) ? text.split(whereSeparator: \.isNewline).joined(separator: " ⏎ ") : text)
    }

    private static func quoted(_ text: String) -> String {
        let isPlain = !text.isEmpty && text.allSatisfy { !$0.isWhitespace && $0 != "\"" && $0 != "=" }
        return isPlain && ShownText.line(text) == text ? text : ShownText.json(JSONValue.string(text).text)
    }

    private static func json(_ value: Logger.MetadataValue) -> JSONValue {
        switch value {
        case .string(let text): return .string(text)
        case .stringConvertible(let value):
            switch value {
            case let number as Int: return .int(number)
            case let number as Double: return .number(JSONNumber(number))
            default: return .string("\(value)")
            }
        case .array(let values): return .array(values.map(json))
        case .dictionary(let values):
            return .object(JSONObject(values.sorted { $0.key < $1.key }.map { ($0.key, json($0.value)) }))
        }
    }
}
