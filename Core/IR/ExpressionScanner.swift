/// A path between `{{` and `}}`: its parts, and where it stands in the text.
package struct ScannedExpression: Sendable {
    /// UTF-8 offsets of the whole, braces included.
    package let range: Range<Int>
    /// At least one, none empty.
    package let path: [String]
}

/// Finds `{{root.path}}` in text. What stands between other braces is text.
package enum ExpressionScanner {
    package static func hasExpression(_ text: String) -> Bool {
        // Most texts have no brace at all.
        text.utf8.contains(UInt8(ascii: "{")) && !scan(Array(text.utf8)).isEmpty
    }

    /// All expressions within a range of the text, in order.
    package static func scan(_ bytes: [UInt8], in range: Range<Int>? = nil) -> [ScannedExpression] {
        let end = range?.upperBound ?? bytes.count
        var found: [ScannedExpression] = []
        var position = range?.lowerBound ?? 0
        while position + 4 <= end {
            guard bytes[position] == UInt8(ascii: "{"), bytes[position + 1] == UInt8(ascii: "{") else {
                position += 1
                continue
            }
            if let expression = expression(bytes, from: position, end: end) {
                found.append(expression)
                position = expression.range.upperBound
            } else {
                position += 1
            }
        }
        return found
    }

    private static func expression(_ bytes: [UInt8], from start: Int, end: Int) -> ScannedExpression? {
        var position = start + 2
        skipSpaces(bytes, &position, end)
        var path: [String] = []
        repeat {
            let partStart = position
            while position < end, isPathByte(bytes[position]) { position += 1 }
            guard position > partStart else { return nil }
            path.append(String(decoding: bytes[partStart..<position], as: UTF8.self))
        } while take(UInt8(ascii: "."), bytes, &position, end)
        skipSpaces(bytes, &position, end)
        guard position + 2 <= end, bytes[position] == UInt8(ascii: "}"), bytes[position + 1] == UInt8(ascii: "}") else {
            return nil
        }
        return ScannedExpression(range: start..<position + 2, path: path)
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
