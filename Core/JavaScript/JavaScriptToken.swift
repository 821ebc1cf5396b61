/// A piece of JavaScript or TypeScript. The tokens of a text follow one another without a gap, so that their
/// ranges together are the text.
public struct JavaScriptToken: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        /// A name or a keyword: which of the two depends on where it stands.
        case identifier
        /// `#name`
        case privateName
        case number
        case punctuator
        case string(Quote)
        case template(TemplatePiece)
        case regularExpression
        case lineComment
        case blockComment
        /// `#!…` at the very start.
        case hashbang
        /// Spaces without a line break.
        case whitespace
        /// One line break.
        case newline
        /// A byte that starts no token.
        case unknown
    }

    public enum Quote: Character, Sendable, Hashable {
        case single = "'"
        case double = "\""
    }

    /// The parts of a template literal around its `${…}`, whose code is tokens of its own.
    public enum TemplatePiece: Sendable, Hashable {
        /// `` `text` ``
        case whole
        /// `` `text${ ``
        case head
        /// `}text${`
        case middle
        /// `` }text` ``
        case tail
    }

    /// In four bytes each: code has many tokens, and its list is made and dropped again.
    private let start: UInt32
    private let end: UInt32
    public let kind: Kind
    /// Whether a string, template piece, comment or regular expression has its end.
    public let isTerminated: Bool

    init(kind: Kind, range: Range<Int>, isTerminated: Bool = true) {
        start = UInt32(range.lowerBound)
        end = UInt32(range.upperBound)
        self.kind = kind
        self.isTerminated = isTerminated
    }

    /// UTF-8 offsets in the text, quotes and delimiters included.
    public var range: Range<Int> { Range(uncheckedBounds: (Int(start), Int(end))) }

    /// White space and comments: what JavaScript's grammar does not see.
    public var isTrivia: Bool {
        switch kind {
        case .whitespace, .newline, .lineComment, .blockComment, .hashbang: true
        case .identifier, .privateName, .number, .punctuator, .string, .template, .regularExpression, .unknown: false
        }
    }

    /// The raw text of a string or template piece without its delimiters; the range itself for other kinds.
    public var contentRange: Range<Int> {
        switch kind {
        case .string: return range.lowerBound + 1..<(isTerminated ? range.upperBound - 1 : range.upperBound)
        case .template(let piece):
            let closing = if case .head = piece { 2 } else if case .middle = piece { 2 } else { 1 }
            return range.lowerBound + 1..<(isTerminated ? range.upperBound - closing : range.upperBound)
        case .identifier, .privateName, .number, .punctuator, .regularExpression, .lineComment, .blockComment,
            .hashbang, .whitespace, .newline, .unknown:
            return range
        }
    }
}
