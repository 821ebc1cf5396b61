extension JSONValue {
    /// The JSON form of an `Encodable` value, with members in the order in which it encodes them.
    /// - Throws: What the value throws; `EncodingError` for a number that JSON cannot spell.
    public init(encoding value: some Encodable) throws {
        let encoder = JSONValueEncoder(codingPath: [])
        self = try encoder.box(value)
    }
}

/// Builds a ``JSONValue``. One encoder makes one value: a container, or a single value.
private final class JSONValueEncoder: Encoder {
    let codingPath: [any CodingKey]
    let userInfo: [CodingUserInfoKey: Any] = [:]
    private var built: Building?

    /// Containers are classes, so that nested ones can be filled after they were handed out.
    private enum Building {
        case value(JSONValue)
        case object(ObjectBox)
        case array(ArrayBox)
    }

    init(codingPath: [any CodingKey]) { self.codingPath = codingPath }

    var value: JSONValue {
        switch built {
        case .value(let value): value
        case .object(let box): .object(box.value)
        case .array(let box): .array(box.values)
        case nil: .object(JSONObject())
        }
    }

    // Of one function for each kind of number, every plugin would link all.
    @_semantics("optimize.sil.specialize.generic.never")
    func box(_ value: some Encodable) throws -> JSONValue {
        switch value {
        case let value as JSONValue: return value
        case let value as JSONObject: return .object(value)
        case let value as String: return .string(value)
        case let value as Int: return .int(value)
        case let value as Bool: return .bool(value)
        case let value as Double:
            guard value.isFinite else {
                throw EncodingError.invalidValue(
                    value, .init(codingPath: codingPath, debugDescription: "\(value) cannot be represented in JSON"))
            }
            return .number(JSONNumber(value))
        default:
            let encoder = JSONValueEncoder(codingPath: codingPath)
            try value.encode(to: encoder)
            return encoder.value
        }
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        let box: ObjectBox
        if case .object(let existing) = built { box = existing } else { box = ObjectBox() }
        built = .object(box)
        return KeyedEncodingContainer(KeyedContainer(encoder: self, box: box))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        let box = ArrayBox()
        built = .array(box)
        return UnkeyedContainer(encoder: self, box: box)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { SingleContainer(encoder: self) }

    final class ObjectBox {
        var members: [(String, () -> JSONValue)] = []
        var value: JSONObject { JSONObject(members.lazy.map { ($0.0, $0.1()) }) }
    }

    final class ArrayBox {
        var elements: [() -> JSONValue] = []
        var values: [JSONValue] { elements.map { $0() } }
    }

    private struct KeyedContainer<Key: CodingKey>: KeyedEncodingContainerProtocol {
        let encoder: JSONValueEncoder
        let box: ObjectBox
        var codingPath: [any CodingKey] { encoder.codingPath }

        func encodeNil(forKey key: Key) { box.members.append((key.stringValue, { .null })) }

        func encode(_ value: some Encodable, forKey key: Key) throws {
            let boxed = try JSONValueEncoder(codingPath: codingPath + [key]).box(value)
            box.members.append((key.stringValue, { boxed }))
        }

        func nested(_ key: any CodingKey) -> JSONValueEncoder {
            let nested = JSONValueEncoder(codingPath: codingPath + [key])
            box.members.append((key.stringValue, { nested.value }))
            return nested
        }

        func nestedContainer<NestedKey: CodingKey>(
            keyedBy keyType: NestedKey.Type, forKey key: Key
        ) -> KeyedEncodingContainer<NestedKey> { nested(key).container(keyedBy: keyType) }

        func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { nested(key).unkeyedContainer() }
        func superEncoder() -> any Encoder { nested(IndexKey("super")) }
        func superEncoder(forKey key: Key) -> any Encoder { nested(key) }
    }

    private struct UnkeyedContainer: UnkeyedEncodingContainer {
        let encoder: JSONValueEncoder
        let box: ArrayBox
        var codingPath: [any CodingKey] { encoder.codingPath }
        var count: Int { box.elements.count }

        func encodeNil() { box.elements.append { .null } }

        @_semantics("optimize.sil.specialize.generic.never")
        func encode(_ value: some Encodable) throws {
            let boxed = try JSONValueEncoder(codingPath: codingPath + [IndexKey(count)]).box(value)
            box.elements.append { boxed }
        }

        func nested() -> JSONValueEncoder {
            let nested = JSONValueEncoder(codingPath: codingPath + [IndexKey(count)])
            box.elements.append { nested.value }
            return nested
        }

        func nestedContainer<Key: CodingKey>(keyedBy keyType: Key.Type) -> KeyedEncodingContainer<Key> {
            nested().container(keyedBy: keyType)
        }

        func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { nested().unkeyedContainer() }
        func superEncoder() -> any Encoder { nested() }
    }

    private struct SingleContainer: SingleValueEncodingContainer {
        let encoder: JSONValueEncoder
        var codingPath: [any CodingKey] { encoder.codingPath }

        func encodeNil() { encoder.built = .value(.null) }
        func encode(_ value: Bool) { encoder.built = .value(.bool(value)) }
        func encode(_ value: String) { encoder.built = .value(.string(value)) }
        func encode(_ value: Double) throws { encoder.built = .value(try encoder.box(value)) }
        func encode(_ value: Float) throws { encoder.built = .value(try encoder.box(Double(value))) }
        func encode(_ value: Int) { encode(integer: value) }
        func encode(_ value: Int8) { encode(integer: value) }
        func encode(_ value: Int16) { encode(integer: value) }
        func encode(_ value: Int32) { encode(integer: value) }
        func encode(_ value: Int64) { encode(integer: value) }
        func encode(_ value: UInt) { encode(integer: value) }
        func encode(_ value: UInt8) { encode(integer: value) }
        func encode(_ value: UInt16) { encode(integer: value) }
        func encode(_ value: UInt32) { encode(integer: value) }
        func encode(_ value: UInt64) { encode(integer: value) }
        func encode(_ value: some Encodable) throws { encoder.built = .value(try encoder.box(value)) }

        private func encode(integer: some BinaryInteger) {
            encoder.built = .value(.number(JSONNumber(validated: String(integer))))
        }
    }
}
