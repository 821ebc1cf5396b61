import JavaScript
import PluginMessages

/// The user's code with its expressions printed, and its tokens.
struct PrintedCode {
    let text: String
    let source: JavaScriptSource
    let field: String

    /// Whether what follows must stand on a line of its own.
    var endsInLineComment: Bool { source.tokens.last?.kind == .lineComment }

    /// As an expression between brackets.
    func parenthesized() -> String { endsInLineComment ? "(\(text)\n)" : "(\(text))" }
}

extension ValuePrinter {
    mutating func print(_ code: CodeText) -> PrintedCode {
        var text = ""
        for (index, part) in code.parts.enumerated() {
            switch part {
            case .code(let code): text += code
            case .reference(let reference): text += print(reference)
            case .interpolation(let reference): text += "${\(printAsText(reference))}"
            case .string(let parts, let quote):
                let literal = concatenation(parts, quote: quote)
                let isKey = isKey(
                    before: index > 0 ? code.parts[index - 1] : nil, after: code.parts.dropFirst(index + 1).first)
                text += isKey ? "[\(literal)]" : "(\(literal))"
            }
        }
        return PrintedCode(text: text, source: JavaScriptSource(text), field: code.field)
    }

    /// The texts stay in the quotes they were in, so that every escape keeps its meaning.
    private mutating func concatenation(_ parts: [TextPart], quote: Character) -> String {
        var pieces = parts.map { part in
            switch part {
            case .text(let raw): "\(quote)\(raw)\(quote)"
            case .reference(let reference): printAsText(reference)
            }
        }
        if pieces.isEmpty { pieces = ["\"\""] }
        return pieces.joined(separator: " + ")
    }

    /// Whether a string is the key of an object literal, which has to be computed then.
    private func isKey(before: CodeText.Part?, after: CodeText.Part?) -> Bool {
        guard case .code(let before)? = before, case .code(let after)? = after else { return false }
        let previous = before.utf8.last { !Self.isSpace($0) }
        return (previous == UInt8(ascii: "{") || previous == UInt8(ascii: ","))
            && after.utf8.first { !Self.isSpace($0) } == UInt8(ascii: ":")
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
