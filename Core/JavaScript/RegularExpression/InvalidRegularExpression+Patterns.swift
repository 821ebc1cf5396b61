/// Texts that methods of strings read as regular expressions (ECMAScript 2025, sections 22.1.3.13, 22.1.3.14 and 22.1.3.21).
extension InvalidRegularExpression {
    /// The literals that `match`, `matchAll` or `search` is called with and that are not valid. What has the method may be
    /// something else than a string. Code that calls it in a `try` block may want the failure.
    /// - Parameter isLiteral: Whether a string is all text, as JavaScript reads it.
    public static func patterns(
        in analysis: ScopeAnalysis, isLiteral: @escaping (JavaScriptToken) -> Bool = { _ in true }
    ) -> [Self] {
        let source = analysis.source
        guard source.occurrences(of: ".match") + source.occurrences(of: ".search") > 0 else { return [] }
        return analysis.tokens.indices.dropLast(3).compactMap { index in
            guard methods.contains(where: { analysis.spells(index, $0) }),
                analysis.spells(index - 1, ".") || analysis.spells(index - 1, "?."),
                analysis.spells(index + 1, "("), analysis.spells(index + 3, ")")
            else { return nil }
            let token = analysis.tokens[index + 2]
            guard isLiteral(token), let pattern = source.value(of: token),
                let reason = RegularExpressionSyntax.fault(inPattern: pattern, flags: ""),
                !isCaught(index, in: analysis)
            else { return nil }
            let range = analysis.tokens[index - 1].range.lowerBound..<analysis.tokens[index + 3].range.upperBound
            return Self(
                text: excerpt(of: range, in: source), reason: reason, offset: range.lowerBound, isCall: true)
        }
    }

    private static let methods = ["match", "matchAll", "search"]
}
