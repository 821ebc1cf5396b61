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
        foreign = []
        placeholders = []
        checkNumbers(in: source, at: place)
        guard ExpressionScanner.mayHaveExpression(text) else {
            readNames(source)
            return finish(text.isEmpty ? [] : [.code(text)], source, field: field)
        }
        var parts: [CodeText.Part] = []
        // What is before this offset is in the parts.
        var done = 0
        // What is before this offset has been read.
        var skipUntil = 0
        var followsDot = false
        func flush(_ end: Int) {
            if done < end { parts.append(.code(source.text(done..<end))) }
        }
        for token in source.tokens where token.range.lowerBound >= skipUntil {
            switch token.kind {
            case .identifier: if !followsDot { readName(token, in: source) }
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
            case .privateName, .number, .regularExpression, .lineComment, .blockComment, .hashbang, .whitespace,
                .newline, .unknown:
                break
            }
            if !token.isTrivia { followsDot = source.isDot(token) }
        }
        flush(source.bytes.count)
        return finish(parts, source, field: field)
    }

    /// Looks closer at names that may be ones of another kind than variables of the run.
    private mutating func finish(
        _ parts: [CodeText.Part], _ source: JavaScriptSource, field: String
    ) -> CodeText {
        guard !foreign.isEmpty else { return CodeText(parts: parts, field: field) }
        let analysis = ScopeAnalysis(
            source, as: field == "code" ? .statements : .expression, placeholders: placeholders)
        let free = Set(analysis.freeReferences.map(analysis.text(of:)))
        var aliases: [CodeText.Alias] = []
        for name in foreign where free.contains(name) && !aliases.contains(where: { $0.name == name }) {
            guard let value = alias(name) else { continue }
            read(value)
            aliases.append(CodeText.Alias(name: name, value: value))
        }
        return CodeText(
            parts: parts, field: field, aliases: aliases,
            usesOutput: foreign.contains("_output") && free.contains("_output"))
    }

    /// Makes what inline code declares visible to what follows; the code is the one that was read last.
    mutating func declare(_ text: String) {
        let analysis = ScopeAnalysis(JavaScriptSource(text), placeholders: placeholders)
        guard !analysis.returns else { return }
        for declaration in analysis.declarations where declaration.isTopLevel && declaration.kind != .parameter {
            if let token = declaration.token { declared.append(analysis.text(token)) }
        }
    }

    private mutating func readNames(_ source: JavaScriptSource) {
        var followsDot = false
        for token in source.tokens where !token.isTrivia {
            if token.kind == .identifier, !followsDot { readName(token, in: source) }
            followsDot = source.isDot(token)
        }
    }

    private mutating func readName(_ token: JavaScriptToken, in source: JavaScriptSource) {
        guard names.mayBeVariable(startingWith: source.bytes[token.range.lowerBound]) else { return }
        let text = source.text(of: token)
        name(text)
        if alias(text) != nil || text == "_output" && !indexes.isEmpty { foreign.append(text) }
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
                "\(expression.text) stays text: unknown node \"\(expression.path[0])\". Write \\{{ where text is meant.",
                at: place(),
                node: document.nodes[reader].id, line: source.line(at: expression.range.lowerBound))
            return false
        }
    }
}

extension JavaScriptSource {
    /// Whether what follows the token is the name of a member.
    fileprivate func isDot(_ token: JavaScriptToken) -> Bool {
        guard token.kind == .punctuator, bytes[token.range.upperBound - 1] == UInt8(ascii: ".") else { return false }
        return token.range.count < 3
    }
}
