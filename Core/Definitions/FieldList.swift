import JSON

/// Fields in order: a list in Swift, an object by name on the wire.
@propertyWrapper
public struct FieldList<Field: NamedField>: Codable, Sendable, Hashable {
    public var wrappedValue: [Field]

    public init(wrappedValue: [Field]) { self.wrappedValue = wrappedValue }

    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: FieldName.self)
        wrappedValue = try fields.allKeys.map { key in
            var field = try fields.decode(Field.self, forKey: key)
            field.name = key.stringValue
            return field
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: FieldName.self)
        for field in wrappedValue { try fields.encode(field, forKey: FieldName(stringValue: field.name)) }
    }
}

extension KeyedDecodingContainer {
    /// An absent list is an empty one.
    public func decode<Field>(_ type: FieldList<Field>.Type, forKey key: Key) throws -> FieldList<Field> {
        try decodeIfPresent(type, forKey: key) ?? FieldList(wrappedValue: [])
    }
}
