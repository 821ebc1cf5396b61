import JSON
import PluginMessages

/// Texts in which an expression is encoded for its place.
extension ValuePrinter {
    /// The `url` of a request: an expression in its path is one segment, one in its query a value, and one in its host
    /// leads to no other. A `url` that is one expression stays as it is, and so does one that the path follows.
    mutating func printURL(_ url: ValueTemplate) -> String {
        guard case .text(let parts) = url else { return print(url) }
        let (origin, rest) = URLPlace.split(parts)
        var text = printOrigin(origin)
        var place = URLPlace.path
        for part in rest {
            switch part {
            case .text(let raw):
                place.pass(raw)
                text += JavaScriptText.templateText(raw)
            case .reference, .code: text += "${\(encoded(part, in: place))}"
            }
        }
        return "`\(text)`"
    }

    /// A value for its place in a URL; one that code encodes itself is not encoded again.
    private mutating func encoded(_ part: TextPart, in place: URLPlace) -> String {
        var inner = part
        if case .code(let code) = part {
            switch EncodingCode(code) {
            case .component(let argument): inner = .code(argument)
            case .url: return printAsText(part)
            case .json, nil: break
            }
        }
        return switch place {
        case .path: segment(value(inner), spelling(of: part))
        case .query: "\(global("encodeURIComponent"))(\(printAsText(inner)))"
        }
    }

    /// Scheme, host and port: texts and the values between them.
    private mutating func printOrigin(_ parts: [TextPart]) -> String {
        switch parts.first {
        case nil: return ""
        case .text(let raw)? where parts.count == 1: return JavaScriptText.templateText(raw)
        case .reference?, .code?:
            if parts.count == 1 { return "${\(printAsText(parts[0]))}" }
        case .text?: break
        }
        var texts = [""]
        var values: [String] = []
        for part in parts {
            if case .text(let raw) = part {
                texts[texts.count - 1] += raw
                continue
            }
            var isSetting = ""
            if case .reference(let reference) = part, reference.root == .environment { isSetting = ", true" }
            values.append("[\(value(part)), \(JavaScriptText.string(spelling(of: part)))\(isSetting)]")
            texts.append("")
        }
        let list = texts.map(JavaScriptText.string).joined(separator: ", ")
        return "${\(self.origin("[\(list)], [\(values.joined(separator: ", "))]"))}"
    }

    /// The `body` of a request: in a text that is JSON, expressions are JSON too.
    mutating func printBody(
        _ body: ValueTemplate, called what: String = "The body of the request", indent: Int
    ) -> String {
        guard case .text(let parts) = body, let quoted = JSONTextParts.quoted(parts) else {
            return print(body, indent: indent)
        }
        var text = ""
        for (part, isQuoted) in zip(parts, quoted) {
            switch part {
            case .text(let raw): text += JavaScriptText.templateText(raw)
            case .reference, .code:
                text +=
                    isQuoted
                    ? "${\(global("JSON")).stringify(\(printAsText(part))).slice(1, -1)}"
                    : "${\(json(part, what)) ?? null}"
            }
        }
        return "`\(text)`"
    }

    /// The `input` of a sub-workflow: a text that is an object or an array in JSON is that value.
    mutating func printInput(_ input: ValueTemplate, indent: Int) -> String {
        switch input {
        case .literal(.string(let text)):
            guard Self.beginsContainer(text), let value = try? JSONValue(parsing: text) else { break }
            return print(.literal(value), indent: indent)
        case .text(let parts):
            guard case .text(let start)? = parts.first, Self.beginsContainer(start),
                JSONTextParts.quoted(parts) != nil
            else { break }
            let text = printBody(input, called: "The input of the sub-workflow", indent: indent)
            return "\(global("JSON")).parse(\(text))"
        case .literal, .reference, .code, .array, .object: break
        }
        return print(input, indent: indent)
    }

    /// A value as JSON; what code makes JSON of itself is not made JSON again.
    private mutating func json(_ part: TextPart, _ what: String) -> String {
        if case .code(let code) = part, case .json? = EncodingCode(code) { return expression(code) }
        return written(value(part), what)
    }

    private static func beginsContainer(_ text: String) -> Bool {
        let first = text.utf8.first { $0 != 0x20 && !(0x09...0x0D).contains($0) }
        return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    }

    private mutating func value(_ part: TextPart) -> String {
        switch part {
        case .text(let text): JavaScriptText.string(text)
        case .reference(let reference): print(reference)
        case .code(let code): expression(code)
        }
    }

    private mutating func printAsText(_ part: TextPart) -> String {
        switch part {
        case .text(let text): JavaScriptText.string(text)
        case .reference(let reference): printAsText(reference)
        case .code(let code): printAsText(code)
        }
    }

    /// An expression as a document spells it.
    private func spelling(of part: TextPart) -> String {
        switch part {
        case .text(let text): text
        case .reference(let reference): "{{\(spelling(of: reference))}}"
        case .code(let code): "${\(code.parts.map(spelling).joined())}"
        }
    }

    private func spelling(of part: CodeText.Part) -> String {
        switch part {
        case .code(let text): text
        case .reference(let reference), .interpolation(let reference): "{{\(spelling(of: reference))}}"
        case .string(let parts, let quote): "\(quote)\(parts.map(spelling).joined())\(quote)"
        }
    }

    private func spelling(of reference: Reference) -> String {
        let root =
            switch reference.root {
            case .node(let index): nodes[index].id
            case .event: "event"
            case .trigger: "trigger"
            case .local(let name): name
            case .environment: "env"
            }
        let path = reference.path.map { part in
            switch part {
            case .key(let key): key
            case .index(let index): String(index)
            }
        }
        return ([root] + path).joined(separator: ".")
    }
}
