import JavaScript

/// Why a text is not the one expression that its field expects. A parser would report it at a bracket that the program has
/// around the text.
struct ExpressionFault {
    /// What is wrong and what to write instead, in whole sentences.
    let message: String
    /// Where it is in the text.
    let offset: Int

    init?(in analysis: ScopeAnalysis) {
        guard !analysis.tokens.isEmpty else {
            self.init(
                message: "The field has a comment and no expression. Write an expression, or leave the field empty.",
                offset: 0)
            return
        }
        if let interpolation = Self.interpolation(in: analysis) {
            self = interpolation
            return
        }
        let reading = ExpressionTokens(analysis: analysis)
        guard let found = reading.statement ?? reading.word ?? reading.end else { return nil }
        self.init(message: found.message, offset: analysis.tokens[found.index].range.lowerBound)
    }

    private init(message: String, offset: Int) {
        self.message = message
        self.offset = offset
    }

    /// `${…}` in code and not in a template literal.
    static func interpolation(in analysis: ScopeAnalysis) -> ExpressionFault? {
        guard analysis.source.occurrences(of: "${") > 0 else { return nil }
        let (tokens, source) = (analysis.tokens, analysis.source)
        let found = tokens.indices.dropLast().first { index in
            source.spells(tokens[index], "$")
                && (source.spells(tokens[index + 1], "{") || isExpression(tokens[index + 1]))
                && tokens[index].range.upperBound == tokens[index + 1].range.lowerBound
                && !(index > 0 && declarations.contains(source.text(of: tokens[index - 1])))
        }
        return found.map {
            ExpressionFault(
                message:
                    "${…} is evaluated in a template literal only. Write the expression without \"${\" and \"}\", or "
                    + "put the text between backticks.", offset: tokens[$0].range.lowerBound)
        }
    }

    /// Whether a token is `{{…}}`.
    private static func isExpression(_ token: JavaScriptToken) -> Bool {
        token.kind == .unknown && token.range.count > 1
    }

    /// Before a name that may be followed by a block.
    private static let declarations: Set<String> = ["class", "enum", "extends", "interface", "namespace", "module"]
}
