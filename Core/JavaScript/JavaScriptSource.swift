/// A text and its tokens.
public struct JavaScriptSource: Sendable {
    public let bytes: [UInt8]
    /// Without gaps, in order.
    public let tokens: [JavaScriptToken]

    public init(_ text: String) { self.init(bytes: Array(text.utf8)) }

    /// - Parameter bytes: UTF-8.
    public init(bytes: [UInt8]) {
        var lexer = JavaScriptLexer(bytes: bytes)
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

    /// The line of an offset, from 1.
    public func line(at offset: Int) -> Int {
        1 + bytes[..<min(offset, bytes.count)].count { $0 == 0x0A }
    }
}
