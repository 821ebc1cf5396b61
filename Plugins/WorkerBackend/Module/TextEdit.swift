import JavaScript

/// Replaces ranges of a text, found by its tokens.
struct TextEdit {
    private var edits: [(range: Range<Int>, text: String)] = []

    mutating func replace(_ range: Range<Int>, with text: String) { edits.append((range, text)) }

    /// Takes a range out, but not its line breaks, so that the lines behind it keep their numbers.
    mutating func blank(_ range: Range<Int>, in source: JavaScriptSource) {
        let count = source.bytes[range].withUnsafeBufferPointer(LineBreaks.count)
        edits.append((range, String(repeating: "\n", count: count)))
    }

    func applied(to source: JavaScriptSource) -> String {
        var text = ""
        var position = 0
        for edit in edits.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
            text += source.text(position..<edit.range.lowerBound) + edit.text
            position = edit.range.upperBound
        }
        return text + source.text(position..<source.bytes.count)
    }
}
