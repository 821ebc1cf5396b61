import IR
import JSON
import JavaScript
import PluginMessages

/// JavaScript where a text is expected: documents of this format have it in the fields of requests and calls.
extension Reads {
    /// What the name begins with that stands for an expression while code is parsed.
    private static let placeholder = "$__"

    /// Longer code between `${` and `}` is text.
    private static let longestCode = 10_000

    /// A field that may be code as a whole, such as a request's body.
    /// - Parameter field: Its name in the node's `data`.
    mutating func codeOrTemplate(_ value: JSONValue, field: String, at place: () -> Place) -> ValueTemplate {
        if let text = value.string, let code = wholeCode(text, field: field, at: place) { return .code(code) }
        return template(value, code: true, at: place)
    }

    /// The code that a whole text is: no JSON, but an object, an array, a call, a member or a template literal.
    private mutating func wholeCode(_ text: String, field: String, at place: () -> Place) -> CodeText? {
        let text = text.trimming().withoutSemicolon
        guard let first = text.utf8.first, !ExpressionScanner.isExpression(text) else { return nil }
        guard let expression = expression(text) else {
            let isBracketed =
                first == UInt8(ascii: "{") && text.hasSuffix("}") || first == UInt8(ascii: "[") && text.hasSuffix("]")
            if isBracketed, !isJSON(text) { warnOfStatements(in: text, text, at: place) }
            return nil
        }
        let reads = expression.freeNames.contains { !Self.isGlobal($0) }
        switch expression.shape {
        case .object, .array: guard JSONTemplate.value(text) == nil else { return nil }
        case .call: break
        case .member: guard reads || readsInLiterals(text) else { return nil }
        case .other: guard reads, first == UInt8(ascii: "`"), text.utf8.last == first else { return nil }
        }
        // Where no name at all is known, the text is a text.
        let names = expression.freeNames.filter { !$0.hasPrefix(Self.placeholder) }
        guard names.isEmpty || names.contains(where: { isReadable($0) }) else {
            // But an object with values, or a name that is nearly one, is code in which a name is wrong.
            let isMeant = names.contains { !nearest(toRoot: $0).isEmpty }
            if isMeant || expression.shape == .object && hasValue(of: names, in: text) {
                _ = isKnown(expression, text, at: place)
            }
            return nil
        }
        guard isKnown(expression, text, at: place) else { return nil }
        note(text, "The field \"\(field)\" is not JSON and is evaluated as JavaScript: \(excerpt(text)).", at: place)
        return code(text, field: field, interpolates: true, at: place)
    }

    /// The code of a `${…}` that begins at an offset.
    mutating func interpolation(
        _ bytes: [UInt8], from start: Int, at place: () -> Place
    ) -> (code: CodeText, end: Int)? {
        guard let (text, expression) = interpolation(bytes, from: start) else {
            if let text = Self.codeText(in: bytes, from: start), expression(text) == nil {
                warnOfStatements(in: text, "${\(text)}", at: place)
            }
            return nil
        }
        let whole = "${\(text)}"
        guard isKnown(expression, whole, at: place) else { return nil }
        note(
            whole, "\(excerpt(whole)) is evaluated as JavaScript. Write \\${ to keep it as text.", at: place)
        let field = place().pointer.text.split(separator: "/").dropFirst(3).joined(separator: ".")
        return (code(text, field: field, interpolates: true, at: place), start + 3 + text.utf8.count)
    }

    /// Warns of what reads a member of something known, or computes with it, and is more than an expression.
    private mutating func warnOfStatements(in code: String, _ whole: String, at place: () -> Place) {
        let source = replacingExpressions(code)
        let tokens = source.significantTokens
        let reads = tokens.indices.dropLast().contains { index in
            guard tokens[index].kind == .identifier, tokens[index + 1].kind == .punctuator,
                !["(", ")", ",", "}", "]", ":", ";"].contains(where: { source.spells(tokens[index + 1], $0) }),
                index == 0 || !source.spells(tokens[index - 1], ".")
            else { return false }
            let name = source.text(of: tokens[index])
            return !Self.isGlobal(name) && !name.hasPrefix(Self.placeholder) && isReadable(name)
        }
        guard reads, !isNoted(whole, at: place) else { return }
        problems.warning(
            "ir.code.text",
            "\(excerpt(whole)) stays text: it is not one expression of JavaScript, without assignments and \"delete\". "
                + "Compute the value in a \"step\", and write \(whole.hasPrefix("${") ? "\\${" : "JSON with {{…}}") where "
                + "text is meant.", at: place(), node: document.nodes[reader].id)
    }

    /// Whether a text has a `${…}` that would be evaluated if it were a value.
    mutating func hasInterpolation(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        for start in bytes.indices where Self.opensCode(bytes, start) {
            guard start == 0 || bytes[start - 1] != UInt8(ascii: "\\"),
                let (_, expression) = interpolation(bytes, from: start)
            else { continue }
            if expression.freeNames.allSatisfy({ isReadable($0) }) { return true }
        }
        return false
    }

    /// The text and the expression of a `${…}` that begins at an offset; `nil` where it reads nothing.
    private mutating func interpolation(
        _ bytes: [UInt8], from start: Int
    ) -> (text: String, expression: JavaScriptExpression)? {
        guard let text = Self.codeText(in: bytes, from: start), let expression = expression(text),
            !expression.freeNames.isEmpty || readsInLiterals(text),
            // The name of a global alone is somebody's placeholder.
            !Self.isGlobal(text.trimming())
        else { return nil }
        return (text, expression)
    }

    /// The text between the braces of `${…}`; `nil` where they have no end, and of a dollar sign before `{{…}}`.
    private static func codeText(in bytes: [UInt8], from start: Int) -> String? {
        guard ExpressionScanner.expression(bytes, from: start + 1, end: bytes.count) == nil else { return nil }
        return untilBrace(bytes[start + 2..<min(bytes.count, start + 2 + longestCode)])
    }

    /// Whether a string or template literal in code has an expression of the document's.
    private mutating func readsInLiterals(_ text: String) -> Bool {
        guard ExpressionScanner.hasExpression(text) else { return false }
        let source = JavaScriptSource(text)
        for token in source.tokens {
            switch token.kind {
            case .string, .template: break
            default: continue
            }
            let found = ExpressionScanner.scan(source.bytes, in: token.contentRange, isLiteral: true)
            for expression in found where knows(expression.path[0]) { return true }
        }
        return false
    }

    /// Collections are code in any case.
    mutating func noteCollection(_ text: String, at place: () -> Place) {
        let text = text.trimming()
        guard !ExpressionScanner.isExpression(text), JSONTemplate.value(text) == nil else { return }
        note(text, "The field \"collection\" is evaluated as JavaScript: \(excerpt(text)).", at: place)
    }

    /// The expression that a text is.
    private func expression(_ text: String) -> JavaScriptExpression? {
        JavaScriptExpression(typeScript: replacingExpressions(text))
    }

    /// A text as code, in which each `{{…}}` outside strings is a name.
    private func replacingExpressions(_ text: String) -> JavaScriptSource {
        guard ExpressionScanner.hasExpression(text) else { return JavaScriptSource(text) }
        let source = JavaScriptSource(text, operandEnd: CodeReading.operandEnd)
        var bytes = source.bytes
        for token in source.tokens where token.kind == .unknown && token.range.count > 1 {
            bytes.replaceSubrange(token.range, with: Self.placeholder.padding(to: token.range.count).utf8)
        }
        return JavaScriptSource(bytes: bytes)
    }

    /// Whether all names that code reads are there; if not, what would be code stays text.
    private mutating func isKnown(_ expression: JavaScriptExpression, _ text: String, at place: () -> Place) -> Bool {
        guard let unknown = expression.freeNames.first(where: { !isReadable($0) }) else { return true }
        if isNoted(text, at: place) { return false }
        problems.warning(
            "ir.code.text", "\(excerpt(text)) stays text: \(reason(unknown, in: text))", at: place(),
            node: document.nodes[reader].id)
        return false
    }

    /// Why a name cannot be read, and what to write instead.
    private func reason(_ unknown: String, in text: String) -> String {
        let source = JavaScriptSource(text)
        let token = source.significantTokens.first { $0.kind == .identifier && source.spells($0, unknown) }
        if let token, let hyphens = hyphens(in: source, at: token.range.lowerBound) { return hyphens.message }
        if unknown == "this" { return "\"this\" is nothing here. Name the value that is meant." }
        let near = document.ids[unknown] == nil ? nearest(toRoot: unknown) : ""
        let advice = unknown == "trigger" ? "Write {{trigger.…}} or event.payload. " : near
        return "\"\(unknown)\" is not \"event\", \"env\", a loop's variable or a node that runs before. \(advice)"
            + (text.hasPrefix("${") ? "Write \\${ where text is meant." : "Write JSON with {{…}} where text is meant.")
    }

    /// Whether a text is JSON once each `{{…}}` and `${…}` has its value.
    private func isJSON(_ text: String) -> Bool {
        JSONTemplate.value(text) { bytes, start in
            guard Self.opensCode(bytes, start) else { return nil }
            return Self.codeText(in: bytes, from: start).map { start + 3 + $0.utf8.count }
        } != nil
    }

    /// Whether one of the names is the value of a member, or has a member that is read.
    private func hasValue(of names: [String], in text: String) -> Bool {
        let source = JavaScriptSource(text)
        let tokens = source.significantTokens
        return tokens.indices.dropFirst().dropLast().contains { index in
            tokens[index].kind == .identifier && names.contains(source.text(of: tokens[index]))
                && (source.spells(tokens[index + 1], ".") || source.spells(tokens[index - 1], ":"))
        }
    }

    /// Whether code here may read a name.
    private mutating func isReadable(_ name: String) -> Bool {
        if locals.contains(name) || declared.contains(name) || name == "event" || name == "env" || Self.isGlobal(name)
            || name.hasPrefix(Self.placeholder)
        {
            return true
        }
        if alias(name) != nil { return true }
        guard let source = source(of: name), source != reader else { return false }
        return !knowsOrder || availability[source] != .never
    }

    /// Whether a name is that of a global that fields may use: those of the language, and of the platform's the ones that
    /// are not words of a text.
    private static func isGlobal(_ name: String) -> Bool {
        JavaScriptName.globals.contains(name) && name != "err"
            || JavaScriptGlobals.isOfLanguage(name) && name != "arguments" && name != "this"
    }

    /// Once for each text and place: a node can be lowered several times.
    mutating func isNoted(_ text: String, at place: () -> Place) -> Bool {
        !noted.insert("\(place().pointer.text) \(text)").inserted
    }

    private mutating func note(_ text: String, _ message: String, at place: () -> Place) {
        guard !isNoted(text, at: place) else { return }
        problems.info("ir.code.evaluated", message, at: place(), node: document.nodes[reader].id)
    }

    private func excerpt(_ text: String) -> String { text.count > 60 ? "\(text.prefix(60))…" : text }

    /// The text up to the brace that closes what was opened before it.
    private static func untilBrace(_ bytes: ArraySlice<UInt8>) -> String? {
        var lexer = JavaScriptLexer(String(decoding: bytes, as: UTF8.self))
        var depth = 0
        while let token = lexer.next() {
            switch token.kind {
            case .template(.head): depth += 1
            case .template(.tail): depth -= 1
            case .punctuator where token.range.count == 1:
                let byte = lexer.bytes[token.range.lowerBound]
                if byte == UInt8(ascii: "{") { depth += 1 }
                guard byte == UInt8(ascii: "}") else { continue }
                if depth == 0 { return String(decoding: lexer.bytes[..<token.range.lowerBound], as: UTF8.self) }
                depth -= 1
            default: continue
            }
        }
        return nil
    }
}

extension String {
    fileprivate func padding(to count: Int) -> String { self + String(repeating: "_", count: count - utf8.count) }

    /// Without the semicolon that ends a statement.
    var withoutSemicolon: String { hasSuffix(";") ? String(dropLast()).trimming() : self }

    fileprivate func trimming() -> String {
        guard first?.isWhitespace == true || last?.isWhitespace == true else { return self }
        return String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
