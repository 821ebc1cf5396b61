extension JSONValue {
    /// The value as a `Decodable` type.
    /// - Throws: ``JSONMismatch`` with the place of the first member that is missing or of another type.
    public func decode<Value: Decodable>(_ type: Value.Type = Value.self) throws(JSONMismatch) -> Value {
        do {
            return try JSONValueDecoder(value: self, codingPath: []).decode(type)
        } catch let error as DecodingError {
            throw JSONMismatch(error)
        } catch let error as JSONMismatch {
            throw error
        } catch {
            throw JSONMismatch(pointer: .root, message: "\(error)")
        }
    }
}

extension JSONMismatch {
    fileprivate init(_ error: DecodingError) {
        switch error {
        case .keyNotFound(let key, let context):
            self.init(pointer: .init(context.codingPath).appending(key.stringValue), message: "required")
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            self.init(pointer: .init(context.codingPath), message: context.debugDescription)
        @unknown default:
            self.init(pointer: .root, message: "\(error)")
        }
    }
}

extension JSONPointer {
    fileprivate init(_ path: [any CodingKey]) {
        self = path.reduce(.root) { $0.appending($1.stringValue) }
    }
}

private struct JSONValueDecoder: Decoder {
    let value: JSONValue
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        switch type {
        case is JSONValue.Type: return try cast(value)
        case is JSONObject.Type: return try cast(object())
        case is String.Type: return try cast(expect(value.string, "a string"))
        case is Int.Type: return try cast(expect(value.int, "an integer"))
        case is Bool.Type: return try cast(expect(value.bool, "true or false"))
        case is Double.Type: return try cast(expect(value.double, "a number"))
        default: return try type.init(from: self)
        }
    }

    private func cast<From, To>(_ from: From) throws -> To {
        guard let to = from as? To else { throw mismatch("\(To.self)") }
        return to
    }

    func expect<Found>(_ found: Found?, _ what: String) throws -> Found {
        guard let found else { throw mismatch(what) }
        return found
    }

    func mismatch(_ what: String) -> DecodingError {
        .typeMismatch(
            JSONValue.self,
            .init(codingPath: codingPath, debugDescription: "must be \(what), not \(value.typeName)"))
    }

    func object() throws -> JSONObject { try expect(value.object, "an object") }

    func nested(_ value: JSONValue, _ key: any CodingKey) -> JSONValueDecoder {
        JSONValueDecoder(value: value, codingPath: codingPath + [key])
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(KeyedContainer(decoder: self, object: try object()))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        UnkeyedContainer(decoder: self, values: try expect(value.array, "an array"))
    }

    func singleValueContainer() -> any SingleValueDecodingContainer { SingleContainer(decoder: self) }

    private struct KeyedContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
        let decoder: JSONValueDecoder
        let object: JSONObject
        var codingPath: [any CodingKey] { decoder.codingPath }
        var allKeys: [Key] { object.keys.compactMap(Key.init(stringValue:)) }

        func contains(_ key: Key) -> Bool { object[key.stringValue] != nil }

        func member(_ key: any CodingKey) throws -> JSONValueDecoder {
            guard let value = object[key.stringValue] else {
                throw DecodingError.keyNotFound(key, .init(codingPath: codingPath, debugDescription: "required"))
            }
            return decoder.nested(value, key)
        }

        func decodeNil(forKey key: Key) throws -> Bool { try member(key).value.isNull }

        func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
            try member(key).decode(type)
        }

        func nestedContainer<NestedKey: CodingKey>(
            keyedBy type: NestedKey.Type, forKey key: Key
        ) throws -> KeyedDecodingContainer<NestedKey> { try member(key).container(keyedBy: type) }

        func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
            try member(key).unkeyedContainer()
        }

        func superDecoder() throws -> any Decoder { try member(IndexKey("super")) }
        func superDecoder(forKey key: Key) throws -> any Decoder { try member(key) }
    }

    private struct UnkeyedContainer: UnkeyedDecodingContainer {
        let decoder: JSONValueDecoder
        let values: [JSONValue]
        var currentIndex = 0
        var codingPath: [any CodingKey] { decoder.codingPath }
        var count: Int? { values.count }
        var isAtEnd: Bool { currentIndex >= values.count }

        init(decoder: JSONValueDecoder, values: [JSONValue]) {
            self.decoder = decoder
            self.values = values
        }

        mutating func next() throws -> JSONValueDecoder {
            let key = IndexKey(currentIndex)
            guard !isAtEnd else {
                throw DecodingError.valueNotFound(
                    JSONValue.self, .init(codingPath: codingPath + [key], debugDescription: "required"))
            }
            currentIndex += 1
            return decoder.nested(values[currentIndex - 1], key)
        }

        mutating func decodeNil() -> Bool {
            guard !isAtEnd, values[currentIndex].isNull else { return false }
            currentIndex += 1
            return true
        }

        mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try next().decode(type) }

        mutating func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
            try next().container(keyedBy: type)
        }

        mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
            try next().unkeyedContainer()
        }

        mutating func superDecoder() throws -> any Decoder { try next() }
    }

    private struct SingleContainer: SingleValueDecodingContainer {
        let decoder: JSONValueDecoder
        var codingPath: [any CodingKey] { decoder.codingPath }

        func decodeNil() -> Bool { decoder.value.isNull }
        func decode(_ type: Bool.Type) throws -> Bool { try decoder.decode(type) }
        func decode(_ type: String.Type) throws -> String { try decoder.decode(type) }
        func decode(_ type: Double.Type) throws -> Double { try decoder.decode(type) }
        func decode(_ type: Float.Type) throws -> Float { Float(try decoder.decode(Double.self)) }
        func decode(_ type: Int.Type) throws -> Int { try decoder.decode(type) }
        func decode(_ type: Int8.Type) throws -> Int8 { try integer() }
        func decode(_ type: Int16.Type) throws -> Int16 { try integer() }
        func decode(_ type: Int32.Type) throws -> Int32 { try integer() }
        func decode(_ type: Int64.Type) throws -> Int64 { try integer() }
        func decode(_ type: UInt.Type) throws -> UInt { try integer() }
        func decode(_ type: UInt8.Type) throws -> UInt8 { try integer() }
        func decode(_ type: UInt16.Type) throws -> UInt16 { try integer() }
        func decode(_ type: UInt32.Type) throws -> UInt32 { try integer() }
        func decode(_ type: UInt64.Type) throws -> UInt64 { try integer() }
        func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try decoder.decode(type) }

        // Of one function for each kind of integer, every plugin would link all.
        @_semantics("optimize.sil.specialize.generic.never")
        private func integer<Number: FixedWidthInteger>() throws -> Number {
            try decoder.expect(
                decoder.value.number.flatMap { number in
                    number.int.flatMap(Number.init(exactly:)) ?? UInt64(number.text).flatMap(Number.init(exactly:))
                },
                "an integer from \(Number.min) to \(Number.max)")
        }
    }
}
