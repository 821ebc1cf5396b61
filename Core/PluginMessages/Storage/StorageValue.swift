import JSON

/// What a column holds.
public enum StorageValue: Sendable, Hashable {
    case null
    case integer(Int)
    case real(Double)
    case text(String)
    /// Bytes, in base64.
    case blob(String)
}

/// As JSON: null, text and whole numbers as they are, other numbers as `{"real": 1.5}` and bytes as
/// `{"blob": BASE64}`.
extension StorageValue: Codable {
    public init(from decoder: any Decoder) throws {
        switch try decoder.singleValueContainer().decode(JSONValue.self) {
        case .null: self = .null
        case .string(let text): self = .text(text)
        case .number(let number):
            guard let whole = number.int else { throw Self.unknown(decoder) }
            self = .integer(whole)
        case .object(let tagged):
            if case .number(let number)? = tagged["real"] {
                self = .real(number.double)
            } else if let base64 = tagged["blob"]?.string {
                self = .blob(base64)
            } else {
                throw Self.unknown(decoder)
            }
        case .bool, .array: throw Self.unknown(decoder)
        }
    }

    public func encode(to encoder: any Encoder) throws {
        let value: JSONValue =
            switch self {
            case .null: .null
            case .integer(let number): .int(number)
            case .text(let text): .string(text)
            case .real(let number): ["real": .number(JSONNumber(number))]
            case .blob(let base64): ["blob": .string(base64)]
            }
        var container = encoder.singleValueContainer()
        try container.encode(value)
    }

    private static func unknown(_ decoder: any Decoder) -> DecodingError {
        .dataCorrupted(
            DecodingError.Context(
                codingPath: decoder.codingPath, debugDescription: "must be null, text, an integer, real or blob"))
    }
}
