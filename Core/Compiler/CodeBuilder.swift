import IR
import JSON
import JavaScript
import PluginMessages

extension TemplateBuilder {
    /// Parses the expressions in code. Where JavaScript expects an expression, `{{a.b}}` is one; in a string or
    /// template literal it is one when it begins with something known; comments and regular expressions stay.
    /// - Parameter variables: Nodes by the variable that holds their value: code names them directly.
    mutating func code(
        _ text: String, field: String, variables: [String: Int], at pointer: JSONPointer
    ) -> CodeText {
        let source = JavaScriptSource(text)
        var parts: [CodeText.Part] = []
        var pending = 0
        var previousIsDot = false
        var skipUntil = 0
        let braces = expressionsInCode(source)
        func flush(_ end: Int) {
            if pending < end { parts.append(.code(source.text(pending..<end))) }
        }
        for token in source.tokens where token.range.lowerBound >= skipUntil {
            if let expression = braces[token.range.lowerBound] {
                if let reference = reference(expression, at: pointer) {
                    flush(expression.range.lowerBound)
                    parts.append(.reference(reference))
                    pending = expression.range.upperBound
                }
                skipUntil = expression.range.upperBound
                previousIsDot = false
                continue
            }
            switch token.kind {
            case .identifier:
                if !previousIsDot, let node = variables[source.text(of: token)], resolver.canRead(node, at: self.node) {
                    read(node)
                }
            case .string(let quote):
                let expressions = known(source, in: token.contentRange)
                guard !expressions.isEmpty else { break }
                flush(token.range.lowerBound)
                parts.append(
                    .string(
                        self.parts(source.bytes, token.contentRange, expressions, at: pointer), quote: quote.rawValue))
                pending = token.range.upperBound
            case .template:
                for expression in known(source, in: token.contentRange) {
                    guard let reference = reference(expression, at: pointer) else { continue }
                    flush(expression.range.lowerBound)
                    parts.append(.interpolation(reference))
                    pending = expression.range.upperBound
                }
            case .privateName, .number, .punctuator, .regularExpression, .lineComment, .blockComment, .hashbang,
                .whitespace, .newline, .unknown:
                break
            }
            if !token.isTrivia { previousIsDot = source.spells(token, ".") || source.spells(token, "?.") }
        }
        flush(source.bytes.count)
        return CodeText(parts: parts, field: field)
    }

    /// Expressions outside literals and comments, by the offset at which they begin.
    private func expressionsInCode(_ source: JavaScriptSource) -> [Int: ScannedExpression] {
        let expressions = ExpressionScanner.scan(source.bytes)
        guard !expressions.isEmpty else { return [:] }
        let braces = Set(
            source.tokens.lazy.filter {
                $0.kind == .punctuator && source.bytes[$0.range.lowerBound] == UInt8(ascii: "{")
            }
            .map(\.range.lowerBound))
        return Dictionary(
            expressions.filter { braces.contains($0.range.lowerBound) }.map { ($0.range.lowerBound, $0) },
            uniquingKeysWith: { first, _ in first })
    }

    private func known(_ source: JavaScriptSource, in range: Range<Int>) -> [ScannedExpression] {
        ExpressionScanner.scan(source.bytes, in: range).filter { resolver.knows($0.path[0]) }
    }
}
