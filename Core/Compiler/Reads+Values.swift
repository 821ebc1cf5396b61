import IR
import JSON
import PluginMessages

/// Values of `data`.
extension Reads {
    /// Deeper values are refused: a program must fit what plugins can read.
    static let deepestValue = 64

    /// A value with its expressions parsed.
    mutating func template(_ value: JSONValue, depth: Int = 0, at place: () -> Place) -> ValueTemplate {
        switch value {
        case .null, .bool, .number: return .literal(value)
        case .string(let text): return self.text(text, at: place)
        case .array, .object: break
        }
        guard depth < Self.deepestValue else {
            problems.error(
                "ir.data.depth", "The value nests deeper than \(Self.deepestValue).", at: place(),
                node: document.nodes[reader].id)
            return .literal(.null)
        }
        guard case .object(let object) = value else { return array(value, depth, at: place) }
        var isLiteral = true
        var members: [ValueTemplate.Member] = []
        members.reserveCapacity(object.count)
        for member in object.members {
            let template = template(member.value, depth: depth + 1) { place().member(member.key) }
            isLiteral = isLiteral && template.isLiteral
            members.append(.init(key: member.key, value: template))
        }
        return isLiteral ? .literal(value) : .object(members)
    }

    private mutating func array(_ value: JSONValue, _ depth: Int, at place: () -> Place) -> ValueTemplate {
        var isLiteral = true
        var parts: [ValueTemplate] = []
        for (index, element) in (value.array ?? []).enumerated() {
            let template = template(element, depth: depth + 1) { place().element(index) }
            isLiteral = isLiteral && template.isLiteral
            parts.append(template)
        }
        return isLiteral ? .literal(value) : .array(parts)
    }

    private mutating func text(_ text: String, at place: () -> Place) -> ValueTemplate {
        guard ExpressionScanner.mayHaveExpression(text) else { return .literal(.string(text)) }
        let bytes = Array(text.utf8)
        let expressions = ExpressionScanner.scan(bytes)
        warn(bytes, expressions, at: place)
        guard let first = expressions.first else { return .literal(.string(text)) }
        if first.range == bytes.indices {
            return reference(first, at: place).map(ValueTemplate.reference) ?? .literal(.string(text))
        }
        return .text(parts(bytes, bytes.indices, expressions, at: place))
    }

    /// Braces that hold no path were perhaps meant to.
    private mutating func warn(_ bytes: [UInt8], _ expressions: [ScannedExpression], at place: () -> Place) {
        guard let start = Self.braces(bytes, outside: expressions) else { return }
        let excerpt = String(decoding: bytes[start..<min(start + 40, bytes.count)], as: UTF8.self)
        problems.warning(
            "ir.expression.syntax",
            "\(excerpt): this stays text. An expression is a path such as {{node.field.0}}; for more use a \"step\".",
            at: place(), node: document.nodes[reader].id)
    }

    private static func braces(_ bytes: [UInt8], outside expressions: [ScannedExpression]) -> Int? {
        var position = 0
        var next = expressions[...]
        while position + 1 < bytes.count {
            if let first = next.first, first.range.lowerBound == position {
                position = first.range.upperBound
                next = next.dropFirst()
                continue
            }
            if bytes[position] == UInt8(ascii: "{"), bytes[position + 1] == UInt8(ascii: "{"),
                next.first?.range.lowerBound != position + 1
            {
                return position
            }
            position += 1
        }
        return nil
    }

    /// The text of a range with its expressions as references; those that name nothing stay text.
    mutating func parts(
        _ bytes: [UInt8], _ range: Range<Int>, _ expressions: [ScannedExpression], at place: () -> Place
    ) -> [TextPart] {
        var parts: [TextPart] = []
        var position = range.lowerBound
        for expression in expressions {
            guard let reference = reference(expression, at: place) else { continue }
            if position < expression.range.lowerBound {
                parts.append(.text(String(decoding: bytes[position..<expression.range.lowerBound], as: UTF8.self)))
            }
            parts.append(.reference(reference))
            position = expression.range.upperBound
        }
        if position < range.upperBound {
            parts.append(.text(String(decoding: bytes[position..<range.upperBound], as: UTF8.self)))
        }
        return parts
    }
}

extension ValueTemplate {
    var isLiteral: Bool {
        if case .literal = self { true } else { false }
    }

    /// The value as JavaScript.
    var code: [CodeText.Part] {
        switch self {
        case .literal(let value): [.code(value.text)]
        case .reference(let reference): [.reference(reference)]
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
        case .reference: self
        }
    }
}
