/// Splits JavaScript or TypeScript (without JSX) into tokens, in linear time. It never fails: what no grammar
/// allows becomes a token without an end or of kind `unknown`.
///
/// Whether a `/` divides or starts a regular expression is a question to the parser; ``LexicalContext`` answers
/// it from the tokens so far.
public struct JavaScriptLexer: Sendable {
    public let bytes: [UInt8]
    var position = 0
    private var context = LexicalContext()
    private var newlineBefore = false
    private let operandEnd: JavaScriptSource.OperandEnd?

    public init(_ source: String) { self.init(bytes: Array(source.utf8)) }

    init(bytes: [UInt8], operandEnd: JavaScriptSource.OperandEnd? = nil) {
        self.bytes = bytes
        self.operandEnd = operandEnd
    }

    /// The next token; `nil` at the end.
    public mutating func next() -> JavaScriptToken? {
        guard position < bytes.count else { return nil }
        let start = position
        let (kind, isTerminated) = scan()
        let token = JavaScriptToken(kind: kind, range: start..<position, isTerminated: isTerminated)
        if !token.isTrivia {
            context.accept(token, in: bytes, afterNewline: newlineBefore)
            newlineBefore = false
        } else if kind == .newline || kind == .blockComment && bytes[token.range].contains(where: Self.isNewline) {
            newlineBefore = true
        }
        return token
    }

    private mutating func scan() -> (JavaScriptToken.Kind, isTerminated: Bool) {
        let byte = bytes[position]
        switch byte {
        case UInt8(ascii: " "), 0x09, 0x0B, 0x0C:
            skipSpaces()
            return (.whitespace, true)
        case 0x0A, 0x0D:
            position += byte == 0x0D && peek(1) == 0x0A ? 2 : 1
            return (.newline, true)
        case UInt8(ascii: "'"): return (.string(.single), scanString(quote: byte))
        case UInt8(ascii: "\""): return (.string(.double), scanString(quote: byte))
        case UInt8(ascii: "`"): return scanTemplate(continuing: false)
        case UInt8(ascii: "{") where peek(1) == UInt8(ascii: "{"):
            guard let end = operandEnd?(bytes, position) else { return scanPunctuator() }
            position = end
            return (.unknown, true)
        case UInt8(ascii: "}") where context.isInTemplate: return scanTemplate(continuing: true)
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            scanNumber()
            return (.number, true)
        case UInt8(ascii: ".") where Self.isDigit(peek(1)):
            scanNumber()
            return (.number, true)
        case UInt8(ascii: "/"): return scanSlash()
        case UInt8(ascii: "#"):
            if position == 0, peek(1) == UInt8(ascii: "!") {
                skipLine()
                return (.hashbang, true)
            }
            position += 1
            guard scanName() else { return (.unknown, true) }
            return (.privateName, true)
        default:
            if byte >= 0x80, let length = spaceLength() {
                let isNewline =
                    bytes[position] == 0xE2 && bytes[position + 1] == 0x80 && bytes[position + 2] >= 0xA8
                    && bytes[position + 2] <= 0xA9
                position += length
                return (isNewline ? .newline : .whitespace, true)
            }
            // Most of what is left is either one or the other, as its first byte tells.
            if Self.isNamePart(byte) || byte >= 0x80 || byte == UInt8(ascii: "\\") {
                if scanName() { return (.identifier, true) }
            }
            return scanPunctuator()
        }
    }

    private mutating func scanSlash() -> (JavaScriptToken.Kind, isTerminated: Bool) {
        switch peek(1) {
        case UInt8(ascii: "/"):
            skipLine()
            return (.lineComment, true)
        case UInt8(ascii: "*"): return (.blockComment, scanBlockComment())
        default:
            if !context.endsExpression, scanRegularExpression() { return (.regularExpression, true) }
            return scanPunctuator()
        }
    }

    /// The byte `distance` after the current one; 0 behind the end.
    func peek(_ distance: Int) -> UInt8 {
        position + distance < bytes.count ? bytes[position + distance] : 0
    }
}
