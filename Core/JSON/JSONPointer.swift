/// A place in a JSON document, as RFC 6901 writes it: `/nodes/3/data/url`.
public struct JSONPointer: Sendable, Hashable, CustomStringConvertible {
    public let text: String

    /// The whole document.
    public static let root = JSONPointer(text: "")

    private init(text: String) { self.text = text }

    public func appending(_ key: String) -> JSONPointer {
        let needsEscape = key.utf8.contains { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }
        guard needsEscape else { return JSONPointer(text: "\(text)/\(key)") }
        var escaped = ""
        for character in key {
            switch character {
            case "~": escaped += "~0"
            case "/": escaped += "~1"
            default: escaped.append(character)
            }
        }
        return JSONPointer(text: "\(text)/\(escaped)")
    }

    public func appending(_ index: Int) -> JSONPointer { JSONPointer(text: "\(text)/\(index)") }

    /// This place, and from there on another path.
    public func appending(_ path: JSONPointer) -> JSONPointer { JSONPointer(text: text + path.text) }

    public var description: String { text }
}
