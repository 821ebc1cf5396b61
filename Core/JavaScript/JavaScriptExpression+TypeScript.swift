extension JavaScriptExpression {
    /// An expression of TypeScript: without its types it is one of JavaScript.
    ///
    /// - Returns: `nil` if the source is not an expression in either language.
    public init?(typeScript source: JavaScriptSource) {
        if let expression = JavaScriptExpression(source) {
            self = expression
            return
        }
        let analysis = ScopeAnalysis(source, as: .expression)
        guard analysis.isComplete, !analysis.typeRanges.isEmpty else { return nil }
        var bytes = source.bytes
        for range in analysis.typeRanges {
            let (first, last) = (analysis.tokens[range.lowerBound], analysis.tokens[range.upperBound - 1])
            for index in first.range.lowerBound..<last.range.upperBound { bytes[index] = UInt8(ascii: " ") }
        }
        self.init(JavaScriptSource(bytes: bytes))
    }
}
