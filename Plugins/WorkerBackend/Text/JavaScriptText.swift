import JSON

/// Spellings of single things in JavaScript.
enum JavaScriptText {
    /// A string literal.
    static func string(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
        return isPlain ? "\"\(text)\"" : JSONValue.string(text).text
    }

    /// Text within a template literal, on one line.
    static func templateText(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "`", "\\", "$": escaped += "\\\(scalar)"
            case "\n": escaped += "\\n"
            case "\r": escaped += "\\r"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// Whether a text is a name that may follow a dot.
    static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else {
            return false
        }
        return text.utf8.allSatisfy(isNamePart)
    }

    static func isNamePart(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"):
            true
        default: false
        }
    }

    /// The key of an object literal. `__proto__` must be computed, or it would set the prototype.
    static func key(_ text: String) -> String {
        if text == "__proto__" { return "[\"__proto__\"]" }
        return isName(text) ? text : string(text)
    }

    /// A name for the backend's own use made from any text: `$` and the text with `_` for what no name holds.
    static func ownName(_ text: String) -> String {
        "$" + String(decoding: text.utf8.map { isNamePart($0) ? $0 : UInt8(ascii: "_") }, as: UTF8.self)
    }
}

extension JavaScriptText {
    /// What follows an object to name its member.
    static func member(_ name: String) -> String { isName(name) ? ".\(name)" : "[\(string(name))]" }
}
