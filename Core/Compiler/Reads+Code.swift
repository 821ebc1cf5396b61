import IR
import JSON
import JavaScript
import PluginMessages

/// Code of the user's.
extension Reads {
    /// Parses the expressions in code. Where JavaScript expects an expression, `{{a.b}}` is one; in a string or
    /// template literal it is one when it begins with something known; comments and regular expressions stay.
    /// - Parameter interpolates: Whether `${…}` in its strings is code, as in the text that the code stands in.
    mutating func code(
        _ text: String, field: String, interpolates: Bool = false, at place: () -> Place
    ) -> CodeText {
        guard !text.isEmpty else { return CodeText(parts: [], field: field) }
        return code(CodeReading(text, field: field, interpolates: interpolates), text, field: field, at: place)
    }

    /// The code of the step at hand.
    mutating func stepCode(_ text: String, at place: () -> Place) -> CodeText {
        guard let reading = ahead.take(reader) else { return code(text, field: "code", at: place) }
        return code(reading, text, field: "code", at: place)
    }

    private mutating func code(
        _ reading: CodeReading, _ text: String, field: String, at place: () -> Place
    ) -> CodeText {
        checkNumbers(of: reading, at: place)
        checkBraces(of: reading, at: place)
        checkExpression(of: reading, field: field, at: place)
        checkLiterals(of: reading, at: place)
        let parts = reading.pieces.isEmpty ? [.code(text)] : parts(of: reading, at: place)
        return finish(parts, reading.analysis, field: field, at: place)
    }

    private mutating func parts(of reading: CodeReading, at place: () -> Place) -> [CodeText.Part] {
        let source = reading.source
        var parts: [CodeText.Part] = []
        // What is before this offset is in the parts.
        var done = 0
        // Code in a string of code is where the string is.
        let outer = line
        defer { line = outer }
        // Text, an expression and text are the usual parts.
        parts.reserveCapacity(3)
        func take(_ part: CodeText.Part, at range: Range<Int>) {
            if done < range.lowerBound { parts.append(.code(source.text(done..<range.lowerBound))) }
            parts.append(part)
            done = range.upperBound
        }
        for piece in reading.pieces {
            switch piece {
            case .expression(let expression):
                line = outer ?? source.line(at: expression.range.lowerBound)
                if let reference = reference(expression, at: place) {
                    take(.reference(reference), at: expression.range)
                }
            case .string(let token, let quote, let expressions):
                line = outer ?? source.line(at: token.range.lowerBound)
                let expressions = known(expressions, in: source, at: place)
                let texts = self.parts(
                    source.bytes, token.contentRange, expressions, interpolates: reading.interpolates, at: place)
                guard texts.contains(where: { !$0.isText }) else { continue }
                take(.string(texts, quote: quote), at: token.range)
            case .template(let expressions):
                for expression in known(expressions, in: source, at: place) {
                    line = outer ?? source.line(at: expression.range.lowerBound)
                    guard let reference = reference(expression, at: place) else { continue }
                    take(.interpolation(reference), at: expression.range)
                }
            }
        }
        if done < source.bytes.count { parts.append(.code(source.text(done..<source.bytes.count))) }
        return parts
    }

    /// Those of the expressions in a literal that begin with something known.
    private mutating func known(
        _ expressions: [ScannedExpression], in source: JavaScriptSource, at place: () -> Place
    ) -> [ScannedExpression] {
        expressions.filter { expression in
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

extension TextPart {
    fileprivate var isText: Bool {
        if case .text = self { true } else { false }
    }
}
