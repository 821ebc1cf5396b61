import IR
import JSON
import PluginMessages

/// Parses the expressions in one node's `data`.
struct TemplateBuilder {
    let resolver: ReferenceResolver
    let node: Int
    let nodeId: String
    var problems: Problems
    /// The nodes whose values were read.
    private(set) var reads: Set<Int> = []

    init(resolver: ReferenceResolver, node: Int, nodeId: String, problems: Problems) {
        self.resolver = resolver
        self.node = node
        self.nodeId = nodeId
        self.problems = problems
    }

    mutating func value(_ value: JSONValue, at pointer: JSONPointer) -> ValueTemplate {
        switch value {
        case .null, .bool, .number: return .literal(value)
        case .string(let text): return self.text(text, at: pointer)
        case .array(let values):
            let parts = values.enumerated().map { self.value($1, at: pointer.appending($0)) }
            return parts.allSatisfy(\.isLiteral) ? .literal(value) : .array(parts)
        case .object(let object):
            let members = object.members.map {
                ValueTemplate.Member(key: $0.key, value: self.value($0.value, at: pointer.appending($0.key)))
            }
            return members.allSatisfy(\.value.isLiteral) ? .literal(value) : .object(members)
        }
    }

    private mutating func text(_ text: String, at pointer: JSONPointer) -> ValueTemplate {
        guard text.utf8.contains(UInt8(ascii: "{")) else { return .literal(.string(text)) }
        let bytes = Array(text.utf8)
        let expressions = ExpressionScanner.scan(bytes)
        if let only = expressions.first, only.range == bytes.indices {
            return reference(only, at: pointer).map(ValueTemplate.reference) ?? .literal(.string(text))
        }
        guard !expressions.isEmpty else { return .literal(.string(text)) }
        return .text(parts(bytes, bytes.indices, expressions, at: pointer))
    }

    /// The text of a range with its expressions as references; those that cannot be read stay text.
    mutating func parts(
        _ bytes: [UInt8], _ range: Range<Int>, _ expressions: [ScannedExpression], at pointer: JSONPointer
    ) -> [TextPart] {
        var parts: [TextPart] = []
        var position = range.lowerBound
        for expression in expressions {
            guard let reference = reference(expression, at: pointer) else { continue }
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

    mutating func reference(_ expression: ScannedExpression, at pointer: JSONPointer) -> Reference? {
        guard let reference = resolver.resolve(expression.path, at: node, pointer, &problems) else { return nil }
        if case .node(let source) = reference.root { reads.insert(source) }
        return reference
    }

    mutating func read(_ source: Int) { reads.insert(source) }
}

extension ValueTemplate {
    var isLiteral: Bool {
        if case .literal = self { true } else { false }
    }
}
