/// With the coders of this module these are never called (they pass values through); they let a value be a
/// member of a type that another coder reads or writes.
extension JSONValue: Codable {
    public init(from decoder: any Decoder) throws {
        if let keyed = try? decoder.container(keyedBy: IndexKey.self) {
            self = .object(
                JSONObject(try keyed.allKeys.map { ($0.stringValue, try keyed.decode(Self.self, forKey: $0)) }))
            return
        }
        let single = try decoder.singleValueContainer()
        if single.decodeNil() {
            self = .null
        } else if let value = try? single.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? single.decode(Int.self) {
            self = .int(value)
        } else if let value = try? single.decode(Double.self) {
            self = .number(JSONNumber(value))
        } else if let value = try? single.decode(String.self) {
            self = .string(value)
        } else {
            self = .array(try single.decode([JSONValue].self))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var single = encoder.singleValueContainer()
        switch self {
        case .null: try single.encodeNil()
        case .bool(let value): try single.encode(value)
        case .number(let value):
            if let whole = value.int { try single.encode(whole) } else { try single.encode(value.double) }
        case .string(let value): try single.encode(value)
        case .array(let values): try single.encode(values)
        case .object(let object): try object.encode(to: encoder)
        }
    }
}

extension JSONObject: Codable {
    public init(from decoder: any Decoder) throws {
        let keyed = try decoder.container(keyedBy: IndexKey.self)
        self.init(try keyed.allKeys.map { ($0.stringValue, try keyed.decode(JSONValue.self, forKey: $0)) })
    }

    public func encode(to encoder: any Encoder) throws {
        var keyed = encoder.container(keyedBy: IndexKey.self)
        for member in members { try keyed.encode(member.value, forKey: IndexKey(member.key)) }
    }
}
