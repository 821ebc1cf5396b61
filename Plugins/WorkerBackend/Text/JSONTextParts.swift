import JSON
import PluginMessages

/// A text with expressions that is JSON where each of them stands for a value.
enum JSONTextParts {
    /// - Returns: For each part whether it is within a JSON string; `nil`: the text is not JSON.
    static func quoted(_ parts: [TextPart]) -> [Bool]? {
        var isQuoted = false
        var isEscaped = false
        var sample = ""
        var quoted: [Bool] = []
        for part in parts {
            quoted.append(isQuoted)
            switch part {
            case .reference, .code: sample += isQuoted ? "x" : "null"
            case .text(let text):
                sample += text
                for byte in text.utf8 {
                    if isEscaped {
                        isEscaped = false
                    } else if byte == UInt8(ascii: "\\") {
                        isEscaped = isQuoted
                    } else if byte == UInt8(ascii: "\"") {
                        isQuoted.toggle()
                    }
                }
            }
        }
        // One expression alone is a text, whatever its value.
        return switch try? JSONValue(parsing: sample) {
        case .object, .array, .string: quoted
        case .null, .bool, .number, nil: nil
        }
    }
}
