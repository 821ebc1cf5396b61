import IR
import JavaScript

/// What a code says by itself, whatever runs before it: its expressions, literals and names.
struct CodeReading: Sendable {
    enum Piece: Sendable {
        /// Where JavaScript expects an expression.
        case expression(ScannedExpression)
        /// A string with expressions in it, or with code where texts may have some.
        case string(JavaScriptToken, quote: Character, [ScannedExpression])
        /// A piece of a template literal with expressions in it.
        case template([ScannedExpression])
    }

    /// In the order of the text.
    let pieces: [Piece]
    /// Those that may be too large for JavaScript.
    let longNumbers: [JavaScriptToken]
    /// Double braces that can be no expression where they are.
    let malformed: [JavaScriptToken]
    /// Expressions where nothing is evaluated.
    let unread: [Unread]
    let invalidExpressions: [InvalidRegularExpression]
    /// Texts that are read as regular expressions where a string has the method.
    let invalidPatterns: [InvalidRegularExpression]
    /// Whether `${…}` in its strings is code.
    let interpolates: Bool
    let analysis: ScopeAnalysis

    var source: JavaScriptSource { analysis.source }

    /// - Parameter interpolates: Whether `${…}` in its strings is code, too.
    init(_ text: String, field: String, interpolates: Bool = false) {
        let source = JavaScriptSource(text, operandEnd: Self.operandEnd)
        self.interpolates = interpolates
        pieces = Self.pieces(of: source, interpolates: interpolates)
        malformed = Self.malformedBraces(in: source, isWhole: field != "code")
        unread = Self.unread(in: source)
        longNumbers = source.tokens.filter { $0.range.count >= LargeIntegers.shortest && $0.kind == .number }
        analysis = ScopeAnalysis(source, as: field == "code" ? .statements : .expression)
        let isLiteral = Self.isLiteral(in: source, interpolates: interpolates)
        invalidExpressions = InvalidRegularExpression.all(in: analysis, isLiteral: isLiteral)
        invalidPatterns = InvalidRegularExpression.patterns(in: analysis, isLiteral: isLiteral)
    }

    /// An expression such as `{{node.path}}` is one operand.
    static let operandEnd: JavaScriptSource.OperandEnd = { bytes, start in
        ExpressionScanner.expression(bytes, from: start, end: bytes.count)?.range.upperBound
    }

    private static func pieces(of source: JavaScriptSource, interpolates: Bool) -> [Piece] {
        guard source.bytes.contains(UInt8(ascii: "{")) else { return [] }
        var pieces: [Piece] = []
        for token in source.tokens {
            switch token.kind {
            case .unknown:
                let (bytes, start) = (source.bytes, token.range.lowerBound)
                guard let expression = ExpressionScanner.expression(bytes, from: start, end: bytes.count) else {
                    continue
                }
                pieces.append(.expression(expression))
            case .string(let quote):
                let expressions = literal(token, in: source)
                if !expressions.isEmpty || interpolates && opensCode(source.bytes[token.contentRange]) {
                    pieces.append(.string(token, quote: quote.rawValue, expressions))
                }
            case .template:
                let expressions = literal(token, in: source)
                if !expressions.isEmpty { pieces.append(.template(expressions)) }
            case .punctuator, .identifier, .privateName, .number, .regularExpression, .lineComment, .blockComment,
                .hashbang, .whitespace, .newline:
                continue
            }
        }
        return pieces
    }

    private static func opensCode(_ bytes: ArraySlice<UInt8>) -> Bool {
        zip(bytes, bytes.dropFirst()).contains { $0 == UInt8(ascii: "$") && $1 == UInt8(ascii: "{") }
    }

    private static func literal(_ token: JavaScriptToken, in source: JavaScriptSource) -> [ScannedExpression] {
        ExpressionScanner.scan(source.bytes, in: token.contentRange, isLiteral: true)
    }
}
