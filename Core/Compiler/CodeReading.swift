import IR
import JavaScript

/// What a code says by itself, whatever runs before it: its expressions, literals and names.
struct CodeReading: Sendable {
    enum Piece: Sendable {
        /// Where JavaScript expects an expression.
        case expression(ScannedExpression)
        /// A string with expressions in it.
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
    let analysis: ScopeAnalysis

    var source: JavaScriptSource { analysis.source }

    init(_ text: String, field: String) {
        let source = JavaScriptSource(text)
        pieces = Self.pieces(of: source)
        malformed = Self.malformedBraces(in: source, isWhole: field != "code")
        longNumbers = source.tokens.filter { $0.range.count >= LargeIntegers.shortest && $0.kind == .number }
        let placeholders = pieces.compactMap {
            if case .expression(let expression) = $0 { expression.range } else { nil }
        }
        analysis = ScopeAnalysis(
            source, as: field == "code" ? .statements : .expression, placeholders: placeholders)
    }

    private static func pieces(of source: JavaScriptSource) -> [Piece] {
        guard source.bytes.contains(UInt8(ascii: "{")) else { return [] }
        var pieces: [Piece] = []
        // What is before this offset has been read.
        var done = 0
        for token in source.tokens where token.range.lowerBound >= done {
            switch token.kind {
            case .punctuator:
                guard let expression = expression(at: token, in: source) else { continue }
                pieces.append(.expression(expression))
                done = expression.range.upperBound
            case .string(let quote):
                let expressions = literal(token, in: source)
                if !expressions.isEmpty { pieces.append(.string(token, quote: quote.rawValue, expressions)) }
            case .template:
                let expressions = literal(token, in: source)
                if !expressions.isEmpty { pieces.append(.template(expressions)) }
            case .identifier, .privateName, .number, .regularExpression, .lineComment, .blockComment, .hashbang,
                .whitespace, .newline, .unknown:
                continue
            }
        }
        return pieces
    }

    private static func expression(at token: JavaScriptToken, in source: JavaScriptSource) -> ScannedExpression? {
        let (bytes, start) = (source.bytes, token.range.lowerBound)
        guard start + 4 < bytes.count, bytes[start] == UInt8(ascii: "{"), bytes[start + 1] == UInt8(ascii: "{") else {
            return nil
        }
        return ExpressionScanner.expression(bytes, from: start, end: bytes.count)
    }

    private static func literal(_ token: JavaScriptToken, in source: JavaScriptSource) -> [ScannedExpression] {
        ExpressionScanner.scan(source.bytes, in: token.contentRange, isLiteral: true)
    }
}
