/// A regular expression in code that fails when it is reached.
public struct InvalidRegularExpression: Sendable, Hashable {
    /// The beginning of it, as it is written.
    public let text: String
    /// What is wrong, as the end of a sentence.
    public let reason: String
    /// Where it begins in the code.
    public let offset: Int
    /// Whether it is an argument of a call, and no literal.
    public let isCall: Bool

    /// All of a piece of code: literals, and calls of the global `RegExp` whose arguments are literals. Code that calls it in
    /// a `try` block may want the failure.
    /// - Parameter isLiteral: Whether a string is all text, as JavaScript reads it.
    public static func all(
        in analysis: ScopeAnalysis, isLiteral: @escaping (JavaScriptToken) -> Bool = { _ in true }
    ) -> [Self] {
        var found = literals(in: analysis)
        // Elsewhere a free name may be one that the code declares.
        guard analysis.isComplete else { return found }
        for reference in analysis.references where reference.declaration == nil {
            guard let call = RegularExpressionCall(reference, in: analysis, isLiteral: isLiteral),
                let reason = call.fault, !isCaught(reference.token, in: analysis)
            else { continue }
            found.append(
                Self(
                    text: excerpt(of: call.range, in: analysis.source), reason: reason, offset: call.range.lowerBound,
                    isCall: true))
        }
        return found
    }

    private static func literals(in analysis: ScopeAnalysis) -> [Self] {
        let (source, slash) = (analysis.source, UInt8(ascii: "/"))
        guard source.bytes.contains(slash) else { return [] }
        var found: [Self] = []
        // Whether a value has to follow, so that a slash begins an expression.
        var expectsOperand = true
        var followsDot = false
        for token in analysis.tokens {
            let offset = token.range.lowerBound
            if token.kind == .regularExpression {
                let text = source.text(of: token)
                if let reason = RegularExpressionSyntax.fault(in: text) {
                    found.append(.init(text: text, reason: reason, offset: offset, isCall: false))
                }
            } else if token.kind == .punctuator, source.bytes[offset] == slash, expectsOperand {
                let end = source.bytes[offset...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? source.bytes.count
                found.append(
                    .init(
                        text: excerpt(of: offset..<end, in: source), reason: "it has no end", offset: offset,
                        isCall: false))
                // What follows is a part of it.
                return found
            }
            expectsOperand = !followsDot && precedesOperand(token, in: source)
            followsDot = source.spells(token, ".") || source.spells(token, "?.")
        }
        return found
    }

    private static func precedesOperand(_ token: JavaScriptToken, in source: JavaScriptSource) -> Bool {
        switch token.kind {
        case .punctuator: ![")", "]", "}", "++", "--", ".", "?.", "!"].contains { source.spells(token, $0) }
        case .template(.head), .template(.middle): true
        case .identifier: words.contains { source.spells(token, $0) }
        default: false
        }
    }

    /// Reserved words, which cannot be the names of values.
    private static let words = [
        "return", "typeof", "throw", "case", "void", "delete", "in", "instanceof", "new", "else",
    ]

    /// In bytes.
    private static let longestExcerpt = 60

    static func excerpt(of range: Range<Int>, in source: JavaScriptSource) -> String {
        guard range.count > longestExcerpt else { return source.text(range) }
        return source.text(range.lowerBound..<range.lowerBound + longestExcerpt - 1) + "…"
    }

    static func isCaught(_ token: Int, in analysis: ScopeAnalysis) -> Bool {
        var depth = 0
        for index in stride(from: token - 1, through: 0, by: -1) {
            if analysis.spells(index, "}") {
                depth += 1
            } else if analysis.spells(index, "{") {
                depth -= 1
                if depth < 0 {
                    if analysis.spells(index - 1, "try") { return true }
                    depth = 0
                }
            }
        }
        return false
    }
}
