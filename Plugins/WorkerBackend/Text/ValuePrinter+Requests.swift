import JSON
import PluginMessages

/// Texts in which an expression is encoded for its place.
extension ValuePrinter {
    /// The `url` of a request: an expression in its path is one segment, one in its query a value. What comes before the
    /// path stays as it is, and so does a `url` that is one expression.
    mutating func printURL(_ url: ValueTemplate) -> String {
        guard case .text(let parts) = url else { return print(url) }
        var place = URLPlace.origin
        var text = ""
        for part in parts {
            switch part {
            case .text(let raw):
                place.pass(raw)
                text += JavaScriptText.templateText(raw)
            case .reference, .code:
                switch place {
                case .origin: text += "${\(printAsText(part))}"
                case .path: text += "${\(segment(value(part), spelling(of: part)))}"
                case .query: text += "${encodeURIComponent(\(printAsText(part)))}"
                }
            }
        }
        return "`\(text)`"
    }

    /// The `body` of a request: in a text that is JSON, expressions are JSON too.
    mutating func printBody(_ body: ValueTemplate, indent: Int) -> String {
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
                    ? "${JSON.stringify(\(printAsText(part))).slice(1, -1)}"
                    : "${\(written(value(part))) ?? null}"
            }
        }
        return "`\(text)`"
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

/// Where in a URL a part of its text is.
private enum URLPlace {
    /// Scheme, host and port, or the expression that holds them.
    case origin
    case path
    /// And the fragment.
    case query

    mutating func pass(_ text: String) {
        var rest = text[...]
        if self == .origin {
            if let scheme = rest.firstRange(of: "://") { rest = rest[scheme.upperBound...] }
            guard let end = rest.firstIndex(where: { "/?#".contains($0) }) else { return }
            self = .path
            rest = rest[end...]
        }
        if self == .path, rest.contains(where: { "?#".contains($0) }) { self = .query }
    }
}

/// A text with expressions that is JSON where each of them stands for a value.
enum JSONTextParts {
    /// - Returns: For each part whether it is within a JSON string; `nil`: the text is not JSON.
    static func quoted(_ parts: [TextPart]) -> [Bool]? {
        var isQuoted = false
        var isEscaped = false
        var sample = ""
        var quoted: [Bool] = []
        for part in parts {
            quoted.append(isQuoted)
            switch part {
            case .reference, .code: sample += isQuoted ? "x" : "null"
            case .text(let text):
                sample += text
                for byte in text.utf8 {
                    if isEscaped {
                        isEscaped = false
                    } else if byte == UInt8(ascii: "\\") {
                        isEscaped = isQuoted
                    } else if byte == UInt8(ascii: "\"") {
                        isQuoted.toggle()
                    }
                }
            }
        }
        // One expression alone is a text, whatever its value.
        return switch try? JSONValue(parsing: sample) {
        case .object, .array, .string: quoted
        case .null, .bool, .number, nil: nil
        }
    }
}
