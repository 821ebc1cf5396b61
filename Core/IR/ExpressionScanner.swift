/// Finds `{{root.path.0['any key']}}` in text; `[0]` is `.0`. White space and line breaks may stand around the path and
/// its dots. What else stands between such braces is text, and so is what a backslash leads: `\{{`.
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
    /// - Parameter isLiteral: The text is the inside of a string or template of JavaScript's, where a backslash takes
    ///   whatever follows it.
    package static func scan(
        _ bytes: [UInt8], in range: Range<Int>? = nil, isLiteral: Bool = false
    ) -> [ScannedExpression] {
        let end = range?.upperBound ?? bytes.count
        var found: [ScannedExpression] = []
        var position = range?.lowerBound ?? 0
        while position + 4 < end {
            if bytes[position] == UInt8(ascii: "\\") {
                position += isLiteral ? 2 : opens(bytes, position + 1) ? 3 : 1
            } else if let expression = expression(bytes, from: position, end: end) {
                found.append(expression)
                position = expression.range.upperBound
            } else {
                position += 1
            }
        }
        return found
    }

    /// Whether `{{` is at an offset.
    package static func opens(_ bytes: [UInt8], _ position: Int) -> Bool {
        position + 1 < bytes.count && bytes[position] == UInt8(ascii: "{") && bytes[position + 1] == UInt8(ascii: "{")
    }

    /// The expression whose first brace is at `start`; `nil` when none is there.
    package static func expression(_ bytes: [UInt8], from start: Int, end: Int) -> ScannedExpression? {
        guard opens(bytes, start) else { return nil }
        var reader = PathReader(bytes: bytes, position: start + 2, end: end)
        guard let path = reader.read(), reader.position + 2 <= end, bytes[reader.position] == UInt8(ascii: "}"),
            bytes[reader.position + 1] == UInt8(ascii: "}")
        else { return nil }
        return ScannedExpression(range: start..<reader.position + 2, path: path)
    }
}
