/// A path between `{{` and `}}`: its parts, and where it stands in the text.
package struct ScannedExpression: Sendable {
    /// UTF-8 offsets of the whole, braces included.
    package let range: Range<Int>
    /// At least one, none empty.
    package let path: [String]

    package var text: String { "{{\(path.joined(separator: "."))}}" }
}

/// Finds `{{root.path.0.rest}}` in text; `[0]` is `.0`. What else stands between such braces is text.
package enum ExpressionScanner {
    package static func hasExpression(_ text: String) -> Bool {
        mayHaveExpression(text) && !scan(Array(text.utf8)).isEmpty
    }

    /// Whether the text is one expression and nothing else.
    package static func isExpression(_ text: String) -> Bool {
        guard mayHaveExpression(text) else { return false }
        let bytes = Array(text.utf8)
        return scan(bytes).first?.range == bytes.indices
    }

    /// Most texts have no brace at all.
    package static func mayHaveExpression(_ text: String) -> Bool { text.utf8.contains(UInt8(ascii: "{")) }

    /// All expressions within a range of the text, in order.
    package static func scan(_ bytes: [UInt8], in range: Range<Int>? = nil) -> [ScannedExpression] {
        let end = range?.upperBound ?? bytes.count
        var found: [ScannedExpression] = []
        var position = range?.lowerBound ?? 0
        while position + 4 < end {
            guard bytes[position] == UInt8(ascii: "{"), bytes[position + 1] == UInt8(ascii: "{"),
                let expression = expression(bytes, from: position, end: end)
            else {
                position += 1
                continue
            }
            found.append(expression)
            position = expression.range.upperBound
        }
        return found
    }

    /// The expression whose first brace is at `start`; `nil` when none is there.
    package static func expression(_ bytes: [UInt8], from start: Int, end: Int) -> ScannedExpression? {
        var position = start + 2
        skipSpaces(bytes, &position, end)
        var path: [String] = []
        repeat {
            let partStart = position
            while position < end, isPathByte(bytes[position]) { position += 1 }
            guard position > partStart else { return nil }
            path.append(String(decoding: bytes[partStart..<position], as: UTF8.self))
            while position < end, bytes[position] == UInt8(ascii: "[") {
                guard let index = index(bytes, &position, end) else { return nil }
                path.append(index)
            }
        } while take(UInt8(ascii: "."), bytes, &position, end)
        skipSpaces(bytes, &position, end)
        guard position + 2 <= end, bytes[position] == UInt8(ascii: "}"), bytes[position + 1] == UInt8(ascii: "}") else {
            return nil
        }
        return ScannedExpression(range: start..<position + 2, path: path)
    }

    private static func index(_ bytes: [UInt8], _ position: inout Int, _ end: Int) -> String? {
        let start = position + 1
        position = start
        while position < end, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position]) { position += 1 }
        guard position > start, position < end, bytes[position] == UInt8(ascii: "]") else { return nil }
        position += 1
        return String(decoding: bytes[start..<position - 1], as: UTF8.self)
    }

    private static func take(_ byte: UInt8, _ bytes: [UInt8], _ position: inout Int, _ end: Int) -> Bool {
        guard position < end, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private static func skipSpaces(_ bytes: [UInt8], _ position: inout Int, _ end: Int) {
        while position < end, bytes[position] == 0x20 { position += 1 }
    }

    /// Letters, digits, `_`, `-`, `$` and everything beyond ASCII.
    private static func isPathByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "$"), 0x80...:
            true
        default: false
        }
    }
}
