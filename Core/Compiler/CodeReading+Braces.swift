import IR
import JavaScript

/// Double braces in code that hold something else than a path.
extension CodeReading {
    /// The braces that stand where JavaScript expects an expression, and are none of it either: no object has an object
    /// for its first member's name.
    /// - Parameter isWhole: Whether the text is one expression.
    static func malformedBraces(in source: JavaScriptSource, isWhole: Bool) -> [JavaScriptToken] {
        guard source.occurrences(of: "{{") > 0 else { return [] }
        var found: [JavaScriptToken] = []
        var previous: JavaScriptToken?
        for token in source.tokens where !token.isTrivia {
            defer { previous = token }
            guard token.kind == .punctuator, ExpressionScanner.opens(source.bytes, token.range.lowerBound) else {
                continue
            }
            if previous.map({ expectsExpression(after: $0, in: source) }) ?? isWhole {
                found.append(token)
            }
        }
        return found
    }

    private static func expectsExpression(after token: JavaScriptToken, in source: JavaScriptSource) -> Bool {
        let text = source.text(of: token)
        return switch token.kind {
        case .identifier: words.contains(text)
        case .template(.head), .template(.middle): true
        case .punctuator: !["]", ")", "}", "{", ";", ":", "=>", "++", "--", ".", "?.", "@"].contains(text)
        default: false
        }
    }

    private static let words: Set<String> = ["return", "await", "typeof", "throw", "case", "void", "in", "of", "yield"]
}

extension Reads {
    /// Reports double braces that JavaScript's parser would call unexpected.
    mutating func checkBraces(of reading: CodeReading, at place: () -> Place) {
        for token in reading.malformed {
            let source = reading.source
            let start = token.range.lowerBound
            let excerpt = source.text(start..<min(start + 40, source.bytes.count)).prefix { $0 != "\n" }
            problems.error(
                "ir.expression.syntax",
                "\"\(excerpt)\" is not a valid expression; expected a path such as {{node.field.0}}. Write other "
                    + "JavaScript around the braces, such as {{node.field}} > 5.",
                at: place(), node: document.nodes[reader].id, line: source.line(at: start))
        }
    }
}
