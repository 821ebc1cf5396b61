import JavaScript
import PluginMessages

/// Code whose value is encoded already, for a URL or as JSON.
enum EncodingCode {
    /// `encodeURIComponent(…)`, and what it encodes.
    case component(CodeText)
    /// `encodeURI(…)`, `new URLSearchParams(…)`, also with `.toString()`.
    case url
    /// `JSON.stringify(…)`.
    case json

    init?(_ code: CodeText) {
        // Each expression of the document is one operand here.
        let sample = code.parts.map { part in
            switch part {
            case .code(let text): text
            case .reference, .interpolation: "x"
            case .string: "\"\""
            }
        }.joined()
        let source = JavaScriptSource(sample)
        let tokens = source.significantTokens
        let isNew = tokens.first.map { source.spells($0, "new") } == true
        if tokens.count > 4, tokens.prefix(3).map({ source.text(of: $0) }) == ["JSON", ".", "stringify"],
            source.spells(tokens[3], "("), Self.closing(tokens, source, of: 3) == tokens.count - 1
        {
            self = .json
            return
        }
        let start = isNew ? 1 : 0
        guard tokens.count > start + 2, source.spells(tokens[start + 1], "("),
            let end = Self.closing(tokens, source, of: start + 1)
        else { return nil }
        let rest = tokens[(end + 1)...].map { source.text(of: $0) }
        switch (isNew, source.text(of: tokens[start])) {
        case (false, "encodeURIComponent"):
            guard rest.isEmpty, let argument = Self.argument(of: code) else { return nil }
            self = .component(argument)
        case (false, "encodeURI"):
            guard rest.isEmpty else { return nil }
            self = .url
        case (true, "URLSearchParams"):
            guard rest.isEmpty || rest == [".", "toString", "(", ")"] else { return nil }
            self = .url
        default: return nil
        }
    }

    private static func closing(_ tokens: [JavaScriptToken], _ source: JavaScriptSource, of opening: Int) -> Int? {
        var depth = 0
        for index in opening..<tokens.count where tokens[index].kind == .punctuator {
            if "([{".contains(source.text(of: tokens[index])) { depth += 1 }
            if ")]}".contains(source.text(of: tokens[index])) { depth -= 1 }
            if depth == 0 { return index }
        }
        return nil
    }

    /// What is between the first bracket and the last, if it is one argument.
    private static func argument(of code: CodeText) -> CodeText? {
        var parts = code.parts
        guard case .code(let head)? = parts.first, let opening = head.firstIndex(of: "(") else { return nil }
        parts[0] = .code(String(head[head.index(after: opening)...]))
        guard case .code(let tail)? = parts.last, let closing = tail.lastIndex(of: ")") else { return nil }
        parts[parts.count - 1] = .code(String(tail[..<closing]))
        let text = parts.map { part in if case .code(let text) = part { text } else { "x" } }.joined()
        guard JavaScriptExpression(typeScript: JavaScriptSource(text)) != nil else { return nil }
        return CodeText(parts: parts, field: code.field, aliases: code.aliases, usesOutput: code.usesOutput)
    }
}
