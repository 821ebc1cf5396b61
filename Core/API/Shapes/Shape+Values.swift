import JSON
import Storage
import Values

extension Shape where Value == String {
    static var text: Shape { text(.text) }

    /// - Parameter schema: A schema of strings.
    static func text(_ schema: Schema) -> Shape { Shape(schema) { .string($0) } }

    /// A word of an enumeration whose value is stored as text.
    static func choice<Words: RawRepresentable & CaseIterable>(of type: Words.Type) -> Shape
    where Words.RawValue == String { text(.choice(of: type)) }
}

extension Shape where Value: RawRepresentable & CaseIterable & Sendable, Value.RawValue == String {
    /// A word of an enumeration.
    static var choice: Shape { Shape(.choice(of: Value.self)) { .string($0.rawValue) } }
}

extension Shape where Value == Bool {
    static var flag: Shape { Shape(.flag) { .bool($0) } }
}

extension Shape where Value == Int {
    static func whole(_ range: ClosedRange<Int>) -> Shape { Shape(.whole(range)) { .int($0) } }
}

extension Shape where Value == Timestamp {
    static var time: Shape { Shape(.time) { .string($0.iso8601) } }
}

extension Shape where Value == JSONValue {
    static var anything: Shape { Shape(.anything) { $0 } }

    /// - Parameter schema: The schema of values that are JSON already.
    static func json(_ schema: Schema) -> Shape { Shape(schema) { $0 } }
}

extension Shape where Value == JSONObject {
    /// An object with any members.
    static var map: Shape { map(.map()) }

    static func map(_ schema: Schema) -> Shape { Shape(schema) { .object($0) } }
}

extension Shape where Value == [String: String] {
    /// Texts by name.
    static var texts: Shape {
        Shape(.map(of: .text)) { texts in
            .object(JSONObject(texts.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }))
        }
    }
}

extension Identifier: EntityIdentifier {}

extension Shape where Value: EntityIdentifier {
    static var id: Shape { Shape(.id) { .string($0.text) } }
}

extension Shape {
    /// The fields of a form, by name.
    static func fields<Field: NamedField>() -> Shape where Value == [Field] {
        Shape(.map()) { try JSONValue(encoding: FieldList(wrappedValue: $0)) }
    }

    static func list<Element>(of element: Shape<Element>) -> Shape where Value == [Element] {
        Shape(.list(of: element.schema)) { .array(try $0.map(element.json)) }
    }
}
