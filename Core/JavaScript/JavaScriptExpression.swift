/// A text that is one expression of JavaScript's or TypeScript's, decided from its tokens.
///
/// It knows what people write into a field: literals, members, calls, operators, templates, functions, methods and
/// classes. What changes a variable (`=`, `++`, `delete`) is none.
public struct JavaScriptExpression: Sendable {
    /// What the expression is, seen from outside.
    public enum Shape: Sendable { case object, array, call, member, other }

    public let shape: Shape
    /// The names that it reads and does not bind, in the order of first use; `this` and `arguments` are names, too.
    public let freeNames: [String]

    /// - Returns: `nil` if the source is not an expression.
    public init?(_ source: JavaScriptSource) {
        guard var reader = ExpressionReader(source), let shape = reader.read() else { return nil }
        let analysis = ScopeAnalysis(source, as: .expression)
        guard analysis.isComplete else { return nil }
        self.shape = shape
        freeNames = analysis.freeNames
    }

    /// An expression of TypeScript: without its types it is one of JavaScript.
    ///
    /// - Returns: `nil` if the source is not an expression in either language.
    public init?(typeScript source: JavaScriptSource) {
        let analysis = ScopeAnalysis(source, as: .expression)
        guard analysis.isComplete, var reader = ExpressionReader(analysis.withoutTypes), let shape = reader.read()
        else {
            return nil
        }
        self.shape = shape
        freeNames = analysis.freeNames
    }
}

extension ScopeAnalysis {
    fileprivate var freeNames: [String] {
        var seen: Set<String> = []
        return freeReferences.map { text(of: $0) }.filter { seen.insert($0).inserted }
    }

    /// The code without what only TypeScript has. Declarations of types, which stand in bodies only, are still there.
    fileprivate var withoutTypes: JavaScriptSource {
        guard !typeRanges.isEmpty else { return source }
        var bytes = source.bytes
        for range in typeRanges {
            let (first, last) = (tokens[range.lowerBound], tokens[range.upperBound - 1])
            for index in first.range.lowerBound..<last.range.upperBound { bytes[index] = UInt8(ascii: " ") }
        }
        return JavaScriptSource(bytes: bytes)
    }
}
