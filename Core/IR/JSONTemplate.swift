import JSON

/// A text of a document that is JSON once its expressions have values: `{"id": {{order.id}}, "by": "{{user.name}}"}`.
package enum JSONTemplate {
    /// The JSON, in which an expression that stands alone is a string of its own, as a field has it.
    /// - Parameter codeEnd: Where other code that stands for a value ends, if some begins at the offset.
    /// - Returns: `nil` if the text is not valid JSON.
    package static func value(
        _ text: String, codeEnd: (_ bytes: [UInt8], _ start: Int) -> Int? = { _, _ in nil }
    ) -> JSONValue? {
        guard ExpressionScanner.mayHaveExpression(text) else { return try? JSONValue(parsing: text) }
        let bytes = Array(text.utf8)
        var json: [UInt8] = []
        var position = 0
        var isInString = false
        while position < bytes.count {
            let byte = bytes[position]
            if isInString, byte == UInt8(ascii: "\\"), ExpressionScanner.opens(bytes, position + 1) {
                json += "\\\\{{".utf8
                position += 3
            } else if isInString, byte == UInt8(ascii: "\\") {
                json += bytes[position..<min(position + 2, bytes.count)]
                position += 2
            } else if let expression = ExpressionScanner.expression(bytes, from: position, end: bytes.count) {
                // Quotes and line breaks within would end the string around.
                let path = JSONValue.string(String(decoding: bytes[expression.range], as: UTF8.self)).text
                json += isInString ? Array(path.utf8.dropFirst().dropLast()) : Array(path.utf8)
                position = expression.range.upperBound
            } else if let end = codeEnd(bytes, position) {
                if !isInString { json += "null".utf8 }
                position = end
            } else {
                if byte == UInt8(ascii: "\"") { isInString.toggle() }
                json.append(byte)
                position += 1
            }
        }
        return try? JSONValue(parsing: String(decoding: json, as: UTF8.self))
    }

    package static func object(_ text: String) -> JSONObject? { value(text)?.object }
}
