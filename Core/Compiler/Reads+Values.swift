import IR
import JSON
import PluginMessages

/// Values of `data`.
extension Reads {
    /// Deeper values are refused: a program must fit what plugins can read.
    static let deepestValue = 64

    /// A value with its expressions parsed.
    /// - Parameter code: Whether `${…}` in its texts is code.
    mutating func template(
        _ value: JSONValue, depth: Int = 0, code: Bool = false, at place: () -> Place
    ) -> ValueTemplate {
        switch value {
        case .null, .bool, .number: return .literal(value)
        case .string(let text): return self.text(text, code: code, at: place)
        case .array, .object: break
        }
        guard depth < Self.deepestValue else {
            problems.error(
                "ir.data.depth",
                "The value is nested too deep; at most \(Self.deepestValue) levels are allowed. Flatten it.",
                at: place(), node: document.nodes[reader].id)
            return .literal(.null)
        }
        guard case .object(let object) = value else { return array(value, depth, code, at: place) }
        var isLiteral = true
        var members: [ValueTemplate.Member] = []
        members.reserveCapacity(object.count)
        for member in object.members {
            checkName(member.key, code: code) { place().member(member.key) }
            let template = template(member.value, depth: depth + 1, code: code) { place().member(member.key) }
            isLiteral = isLiteral && template == .literal(member.value)
            members.append(.init(key: member.key, value: template))
        }
        return isLiteral ? .literal(value) : .object(members)
    }

    /// Expressions are evaluated in values: the name of a member stays as it is.
    private mutating func checkName(_ name: String, code: Bool, at place: () -> Place) {
        guard ExpressionScanner.mayHaveExpression(name),
            ExpressionScanner.hasExpression(name) || code && hasInterpolation(name), !isNoted(name, at: place)
        else { return }
        problems.warning(
            "ir.expression.memberName",
            "The member name \"\(name)\" stays text: expressions are evaluated in values only. Build the object in a "
                + "\"step\" node, and set the field to its value, such as {{node.headers}}.",
            at: place(), node: document.nodes[reader].id)
    }

    private mutating func array(_ value: JSONValue, _ depth: Int, _ code: Bool, at place: () -> Place) -> ValueTemplate
    {
        var isLiteral = true
        var parts: [ValueTemplate] = []
        for (index, element) in (value.array ?? []).enumerated() {
            let template = template(element, depth: depth + 1, code: code) { place().element(index) }
            isLiteral = isLiteral && template == .literal(element)
            parts.append(template)
        }
        return isLiteral ? .literal(value) : .array(parts)
    }

    private mutating func text(_ text: String, code: Bool, at place: () -> Place) -> ValueTemplate {
        guard ExpressionScanner.mayHaveExpression(text) else { return .literal(.string(text)) }
        let parts = parts(Array(text.utf8), code: code, at: place)
        switch parts.first {
        case nil: return .literal("")
        case .text(let text)? where parts.count == 1: return .literal(.string(text))
        case .reference(let reference)? where parts.count == 1: return .reference(reference)
        case .text?, .reference?, .code?: return .text(parts)
        }
    }

    /// The pieces of a text. What names nothing stays text, and so does `\{{` and, where there is code, `\${`, without
    /// the backslash.
    private mutating func parts(_ bytes: [UInt8], code: Bool, at place: () -> Place) -> [TextPart] {
        var parts = TextParts(bytes)
        var isWarned = false
        while parts.position < bytes.count {
            let position = parts.position
            switch bytes[position] {
            case UInt8(ascii: "\\"):
                let isEscape =
                    ExpressionScanner.opens(bytes, position + 1) || code && Self.opensCode(bytes, position + 1)
                if isEscape { parts.skip(to: position + 1) }
                parts.position += isEscape ? 2 : 1
            case UInt8(ascii: "{"):
                if let expression = ExpressionScanner.expression(bytes, from: position, end: bytes.count) {
                    if let reference = reference(expression, at: place) {
                        parts.take(.reference(reference), until: expression.range.upperBound)
                    } else {
                        parts.position = expression.range.upperBound
                    }
                    continue
                }
                let isNext = ExpressionScanner.expression(bytes, from: position + 1, end: bytes.count) != nil
                if !isWarned, ExpressionScanner.opens(bytes, position), !isNext {
                    isWarned = true
                    warn(bytes, from: position, at: place)
                }
                parts.position += 1
            case UInt8(ascii: "$") where code && Self.opensCode(bytes, position):
                guard let found = interpolation(bytes, from: position, at: place) else {
                    parts.position += 1
                    continue
                }
                parts.take(.code(found.code), until: found.end)
            default: parts.position += 1
            }
        }
        return parts.finish()
    }

    static func opensCode(_ bytes: [UInt8], _ position: Int) -> Bool {
        position + 1 < bytes.count && bytes[position] == UInt8(ascii: "$") && bytes[position + 1] == UInt8(ascii: "{")
    }

    /// Braces that hold no path were perhaps meant to.
    private mutating func warn(_ bytes: [UInt8], from start: Int, at place: () -> Place) {
        let excerpt = String(decoding: bytes[start..<min(start + 40, bytes.count)], as: UTF8.self)
        problems.warning(
            "ir.expression.syntax",
            "\"\(excerpt)\" is not a valid expression and stays text; expected a path such as {{node.field.0}}. Compute "
                + "other values in a \"step\", or write \\{{ where two braces are meant.",
            at: place(), node: document.nodes[reader].id)
    }

    /// The text of a literal in code with its expressions as references; those that name nothing stay text.
    /// - Parameter interpolates: Whether `${…}` in it is code.
    mutating func parts(
        _ bytes: [UInt8], _ range: Range<Int>, _ expressions: [ScannedExpression], interpolates: Bool,
        at place: () -> Place
    ) -> [TextPart] {
        var parts = TextParts(bytes, in: range)
        let literal = interpolates ? Array(bytes[..<range.upperBound]) : []
        for expression in expressions {
            if interpolates { takeCode(of: literal, until: expression.range.lowerBound, &parts, at: place) }
            guard expression.range.lowerBound >= parts.position, let reference = reference(expression, at: place) else {
                continue
            }
            parts.position = expression.range.lowerBound
            parts.take(.reference(reference), until: expression.range.upperBound)
        }
        if interpolates { takeCode(of: literal, until: range.upperBound, &parts, at: place) }
        return parts.finish()
    }

    /// Takes each `${…}` that is code and begins before an offset of a literal.
    private mutating func takeCode(of literal: [UInt8], until end: Int, _ parts: inout TextParts, at place: () -> Place)
    {
        while parts.position < end {
            if literal[parts.position] == UInt8(ascii: "\\") {
                parts.position = min(parts.position + 2, literal.count)
            } else if Self.opensCode(literal, parts.position),
                let found = interpolation(literal, from: parts.position, at: place)
            {
                parts.take(.code(found.code), until: found.end)
            } else {
                parts.position += 1
            }
        }
    }
}

/// Gathers the pieces of a text from its start to its end.
private struct TextParts {
    private let bytes: [UInt8]
    private let end: Int
    private var parts: [TextPart] = []
    /// What is before it is in the parts.
    private var done: Int
    /// Where reading is.
    var position: Int

    init(_ bytes: [UInt8], in range: Range<Int>? = nil) {
        self.bytes = bytes
        end = range?.upperBound ?? bytes.count
        done = range?.lowerBound ?? 0
        position = done
    }

    /// Keeps what is before `position` as text and leaves out what is before `next`.
    mutating func skip(to next: Int) {
        if done < position {
            let text = String(decoding: bytes[done..<position], as: UTF8.self)
            if case .text(let before)? = parts.last {
                parts[parts.count - 1] = .text(before + text)
            } else {
                parts.append(.text(text))
            }
        }
        done = next
        position = next
    }

    mutating func take(_ part: TextPart, until next: Int) {
        skip(to: next)
        parts.append(part)
    }

    mutating func finish() -> [TextPart] {
        position = end
        skip(to: end)
        return parts
    }
}

extension ValueTemplate {
    /// The value as JavaScript.
    var code: [CodeText.Part] {
        switch self {
        case .literal(let value): [.code(value.text)]
        case .reference(let reference): [.reference(reference)]
        case .code(let code): [.code("(")] + code.parts + [.code(")")]
        case .text(let parts): [.string(parts.map(\.escaped), quote: "\"")]
        case .array(let values): [.code("[")] + values.flatMap { $0.code + [.code(", ")] } + [.code("]")]
        case .object(let members):
            [.code("{")]
                + members.flatMap { [.code("\(JSONValue.string($0.key).text): ")] + $0.value.code + [.code(", ")] }
                + [.code("}")]
        }
    }
}

extension TextPart {
    /// A text as it stands between double quotes.
    fileprivate var escaped: TextPart {
        switch self {
        case .text(let text): .text(String(JSONValue.string(text).text.dropFirst().dropLast()))
        case .reference, .code: self
        }
    }
}
