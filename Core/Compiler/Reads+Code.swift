import IR
import JSON
import JavaScript
import PluginMessages

/// Code of the user's.
extension Reads {
    /// Parses the expressions in code. Where JavaScript expects an expression, `{{a.b}}` is one; in a string or
    /// template literal it is one when it begins with something known; comments and regular expressions stay.
    mutating func code(_ text: String, field: String, at place: () -> Place) -> CodeText {
        let source = JavaScriptSource(text)
        checkNumbers(in: source, at: place)
        guard source.bytes.contains(UInt8(ascii: "{")) else {
            return text.isEmpty
                ? CodeText(parts: [], field: field)
                : finish([.code(text)], source, field: field, placeholders: [], at: place)
        }
        var parts: [CodeText.Part] = []
        // What is before this offset is in the parts.
        var done = 0
        // What is before this offset has been read.
        var skipUntil = 0
        var placeholders: [Range<Int>] = []
        // Text, an expression and text are the usual parts.
        parts.reserveCapacity(3)
        func flush(_ end: Int) {
            if done < end { parts.append(.code(source.text(done..<end))) }
        }
        for token in source.tokens where token.range.lowerBound >= skipUntil {
            switch token.kind {
            case .punctuator:
                guard let expression = expression(at: token, in: source) else { break }
                skipUntil = expression.range.upperBound
                placeholders.append(expression.range)
                if let reference = reference(expression, at: place) {
                    flush(expression.range.lowerBound)
                    parts.append(.reference(reference))
                    done = expression.range.upperBound
                }
            case .string(let quote):
                let expressions = known(source, in: token.contentRange, at: place)
                guard !expressions.isEmpty else { break }
                flush(token.range.lowerBound)
                parts.append(
                    .string(
                        self.parts(source.bytes, token.contentRange, expressions, at: place), quote: quote.rawValue))
                done = token.range.upperBound
            case .template:
                for expression in known(source, in: token.contentRange, at: place) {
                    guard let reference = reference(expression, at: place) else { continue }
                    flush(expression.range.lowerBound)
                    parts.append(.interpolation(reference))
                    done = expression.range.upperBound
                }
            case .identifier, .privateName, .number, .regularExpression, .lineComment, .blockComment, .hashbang,
                .whitespace,
                .newline, .unknown:
                break
            }
        }
        flush(source.bytes.count)
        return finish(parts, source, field: field, placeholders: placeholders, at: place)
    }

    private func expression(at token: JavaScriptToken, in source: JavaScriptSource) -> ScannedExpression? {
        let (bytes, start) = (source.bytes, token.range.lowerBound)
        guard start + 4 < bytes.count, bytes[start] == UInt8(ascii: "{"), bytes[start + 1] == UInt8(ascii: "{") else {
            return nil
        }
        return ExpressionScanner.expression(bytes, from: start, end: bytes.count)
    }

    /// The expressions in the text of a literal that begin with something known.
    private mutating func known(
        _ source: JavaScriptSource, in range: Range<Int>, at place: () -> Place
    ) -> [ScannedExpression] {
        ExpressionScanner.scan(source.bytes, in: range, isLiteral: true).filter { expression in
            if knows(expression.path[0]) { return true }
            problems.warning(
                "ir.expression.unknownInText",
                "\(expression.text) stays text: unknown node \"\(expression.path[0])\". "
                    + "\(nearest(toRoot: expression.path[0]))Write \\{{ where text is meant.",
                at: place(),
                node: document.nodes[reader].id, line: source.line(at: expression.range.lowerBound))
            return false
        }
    }
}
