/// A text and its tokens.
public struct JavaScriptSource: Sendable {
    public let bytes: [UInt8]
    /// Without gaps, in order.
    public let tokens: [JavaScriptToken]

    /// Where an operand of another grammar ends, which begins with the two braces at an offset; `nil` when none does.
    public typealias OperandEnd = @Sendable ([UInt8], Int) -> Int?

    /// - Parameter operandEnd: Of what stands for one operand each, as a token of kind `unknown`, where JavaScript has code.
    public init(_ text: String, operandEnd: OperandEnd? = nil) {
        self.init(bytes: Array(text.utf8), operandEnd: operandEnd)
    }

    /// - Parameter bytes: UTF-8.
    public init(bytes: [UInt8], operandEnd: OperandEnd? = nil) {
        var lexer = JavaScriptLexer(bytes: bytes, operandEnd: operandEnd)
        var tokens: [JavaScriptToken] = []
        tokens.reserveCapacity(lexer.bytes.count / 2)
        while let token = lexer.next() { tokens.append(token) }
        self.bytes = bytes
        self.tokens = tokens
    }

    /// The tokens that JavaScript's grammar sees: without white space and comments.
    public var significantTokens: [JavaScriptToken] { tokens.filter { !$0.isTrivia } }

    public func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    public func text(of token: JavaScriptToken) -> String { text(token.range) }

    /// Whether a token is spelled so.
    public func spells(_ token: JavaScriptToken, _ word: String) -> Bool {
        token.range.count == word.utf8.count && bytes[token.range].elementsEqual(word.utf8)
    }

    /// How often the bytes of a word stand in the text, in a token or across some: a quick answer to whether
    /// tokens are worth a look.
    public func occurrences(of word: String) -> Int {
        ByteSearch.count(of: word, in: bytes)
    }

    /// The line of an offset, from 1; see ``LineBreaks``.
    public func line(at offset: Int) -> Int {
        1 + bytes[..<min(offset, bytes.count)].withUnsafeBufferPointer(LineBreaks.count)
    }
}
