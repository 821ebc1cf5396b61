import IR
import JavaScript

/// What stands in literals and comments of code.
extension CodeReading {
    /// Double braces in a place where they are text.
    struct Unread: Sendable {
        enum Place: Sendable { case regularExpression, comment, literal }

        let place: Place
        /// What they begin with.
        let root: String
        /// As far as it is shown.
        let text: String
        let offset: Int
    }

    static func unread(in source: JavaScriptSource) -> [Unread] {
        guard source.occurrences(of: "{{") > 0 else { return [] }
        var found: [Unread] = []
        for token in source.tokens where token.range.count > 4 {
            switch token.kind {
            case .regularExpression: found += expressions(in: token, of: source, .regularExpression)
            case .lineComment, .blockComment: found += expressions(in: token, of: source, .comment)
            case .string, .template: found += others(in: token.contentRange, of: source)
            case .identifier, .privateName, .number, .punctuator, .hashbang, .whitespace, .newline, .unknown: continue
            }
        }
        return found
    }

    private static func expressions(
        in token: JavaScriptToken, of source: JavaScriptSource, _ place: Unread.Place
    ) -> [Unread] {
        ExpressionScanner.scan(source.bytes, in: token.range, isLiteral: place == .regularExpression).map {
            Unread(place: place, root: $0.path[0], text: $0.text, offset: $0.range.lowerBound)
        }
    }

    /// Braces in a literal that hold something else than a path, such as `{{order.total * 2}}`.
    private static func others(in range: Range<Int>, of source: JavaScriptSource) -> [Unread] {
        let bytes = source.bytes
        var found: [Unread] = []
        var position = range.lowerBound
        while position + 2 < range.upperBound {
            if bytes[position] == UInt8(ascii: "\\") {
                position += 2
            } else if let expression = ExpressionScanner.expression(bytes, from: position, end: range.upperBound) {
                position = expression.range.upperBound
            } else if ExpressionScanner.opens(bytes, position), !ExpressionScanner.opens(bytes, position + 1) {
                let rest = bytes[position + 2..<range.upperBound].drop { $0 == UInt8(ascii: " ") }
                let root = rest.prefix { JavaScriptLexer.isNamePart($0) }
                let end = min(position + longestExcerpt, range.upperBound)
                found.append(
                    Unread(
                        place: .literal, root: String(decoding: root, as: UTF8.self),
                        text: source.text(position..<end), offset: position))
                position += 2
            } else {
                position += 1
            }
        }
        return found
    }

    private static let longestExcerpt = 40

    /// Strings with expressions in them are not literals.
    static func isLiteral(in source: JavaScriptSource, interpolates: Bool) -> (JavaScriptToken) -> Bool {
        { token in
            let text = source.text(of: token)
            return !text.contains("{{") && !(interpolates && text.contains("${"))
        }
    }
}

extension Reads {
    /// Reports what is text, or fails, in the literals of code.
    mutating func checkLiterals(of reading: CodeReading, at place: () -> Place) {
        let id = document.nodes[reader].id
        for invalid in reading.invalidExpressions where !invalid.isCall || !names(own: "RegExp") {
            problems.error(
                "ir.code.regularExpression", "\(invalid.text) is not a valid regular expression: \(invalid.reason).",
                at: place(), node: id, line: reading.source.line(at: invalid.offset))
        }
        for invalid in reading.invalidPatterns {
            problems.warning(
                "ir.code.regularExpression",
                "\(invalid.text) of a string reads its text as a regular expression, which is not valid: \(invalid.reason). "
                    + "Escape the text, or use includes() or indexOf().", at: place(), node: id,
                line: reading.source.line(at: invalid.offset))
        }
        var seen: Set<CodeReading.Unread.Place> = []
        for unread in reading.unread where knows(unread.root) && seen.insert(unread.place).inserted {
            let line = reading.source.line(at: unread.offset)
            switch unread.place {
            case .comment:
                problems.info(
                    "ir.expression.text", "\(unread.text) stays text in a comment.", at: place(), node: id, line: line)
            case .regularExpression:
                problems.warning(
                    "ir.expression.text",
                    "\(unread.text) stays text in a regular expression. Write new RegExp(…) with a template literal, such "
                        + "as new RegExp(`^${\(unread.text)}$`).", at: place(), node: id, line: line)
            case .literal:
                problems.warning(
                    "ir.expression.syntax",
                    "\"\(unread.text)\" is not a valid expression and stays text; expected a path such as "
                        + "{{node.field.0}}. Compute the value outside the literal, or write \\{{ where two braces are "
                        + "meant.", at: place(), node: id, line: line)
            }
        }
    }

    /// Whether something around the code has a name, which is not the platform's then.
    private func names(own name: String) -> Bool { isLocal(name) || declared.contains(name) }
}
