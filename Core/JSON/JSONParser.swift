/// Why a text is not JSON, and where.
public struct JSONSyntaxError: Error, Sendable, Equatable, CustomStringConvertible {
    public let message: String
    /// Bytes from the start of the text.
    public let offset: Int
    /// Both count from 1; the column counts bytes.
    public let line: Int
    public let column: Int

    public var description: String { "\(message) at line \(line), column \(column)" }
}

extension JSONValue {
    /// The deepest nesting that is read, so that hostile text cannot exhaust the stack.
    public static let maximumDepth = 512

    /// Reads one JSON text (RFC 8259).
    /// - Throws: ``JSONSyntaxError`` with the position of the first byte that does not belong there.
    public init(parsing bytes: some Sequence<UInt8>) throws(JSONSyntaxError) {
        let parsed: Result<JSONValue, JSONSyntaxError>? = bytes.withContiguousStorageIfAvailable { Self.parse($0) }
        self = try (parsed ?? Array(bytes).withUnsafeBufferPointer { Self.parse($0) }).get()
    }

    public init(parsing text: String) throws(JSONSyntaxError) {
        try self.init(parsing: text.utf8)
    }

    private static func parse(_ bytes: UnsafeBufferPointer<UInt8>) -> Result<JSONValue, JSONSyntaxError> {
        var parser = JSONParser(bytes: bytes)
        do { return .success(try parser.document()) } catch { return .failure(error) }
    }
}

/// Recursive descent over bytes.
struct JSONParser {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0
    private var depth = 0

    init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    mutating func document() throws(JSONSyntaxError) -> JSONValue {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        let value = try value()
        skipSpace()
        guard position == bytes.count else { throw failure("Text after the end of the document") }
        return value
    }

    private mutating func value() throws(JSONSyntaxError) -> JSONValue {
        skipSpace()
        guard position < bytes.count else { throw failure("The text ends where a value should be") }
        switch bytes[position] {
        case UInt8(ascii: "{"): return .object(try object())
        case UInt8(ascii: "["): return .array(try array())
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        default: throw failure("Expected a value")
        }
    }

    private mutating func object() throws(JSONSyntaxError) -> JSONObject {
        try enter()
        var members: [JSONObject.Member] = []
        skipSpace()
        if take("}") { return JSONObject() }
        members.reserveCapacity(Self.usualMembers)
        repeat {
            skipSpace()
            guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
                throw failure("Expected a member name in double quotes")
            }
            let key = try string()
            skipSpace()
            guard take(":", leaving: false) else { throw failure("Expected ':' after the member name") }
            members.append(JSONObject.Member(key: key, value: try value()))
            skipSpace()
        } while take(",", leaving: false)
        guard take("}") else { throw failure("Expected ',' or '}' in an object") }
        return JSONObject(unique: Self.unique(members))
    }

    /// Room that saves most objects of documents from growing.
    private static let usualMembers = 8

    /// Keeps the last of each name, at the place of the first.
    private static func unique(_ members: [JSONObject.Member]) -> [JSONObject.Member] {
        guard repeats(members) else { return members }
        var places: [String: Int] = [:]
        var kept: [JSONObject.Member] = []
        for member in members {
            if let place = places[member.key] {
                kept[place].value = member.value
            } else {
                places[member.key] = kept.count
                kept.append(member)
            }
        }
        return kept
    }

    private static func repeats(_ members: [JSONObject.Member]) -> Bool {
        guard members.count > 12 else {
            for index in members.indices.dropFirst() {
                for earlier in 0..<index where members[earlier].key == members[index].key { return true }
            }
            return false
        }
        return Set(members.lazy.map(\.key)).count != members.count
    }

    private mutating func array() throws(JSONSyntaxError) -> [JSONValue] {
        try enter()
        var values: [JSONValue] = []
        skipSpace()
        if take("]") { return values }
        repeat {
            values.append(try value())
            skipSpace()
        } while take(",", leaving: false)
        guard take("]") else { throw failure("Expected ',' or ']' in an array") }
        return values
    }

    private mutating func enter() throws(JSONSyntaxError) {
        guard depth < JSONValue.maximumDepth else { throw failure("Nested deeper than \(JSONValue.maximumDepth)") }
        depth += 1
        position += 1
    }

    private mutating func take(_ mark: Unicode.Scalar, leaving: Bool = true) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: mark) else { return false }
        position += 1
        if leaving { depth -= 1 }
        return true
    }

    private mutating func literal(_ text: StaticString, _ value: JSONValue) throws(JSONSyntaxError) -> JSONValue {
        let length = text.utf8CodeUnitCount
        guard position + length <= bytes.count, (0..<length).allSatisfy({ bytes[position + $0] == text.utf8Start[$0] })
        else { throw failure("Expected '\(text)'") }
        position += length
        return value
    }

    private mutating func number() throws(JSONSyntaxError) -> JSONNumber {
        let start = position
        if bytes[position] == UInt8(ascii: "-") { position += 1 }
        let leadingZero = position < bytes.count && bytes[position] == UInt8(ascii: "0")
        let whole = digits()
        guard whole > 0 else { throw failure("Expected a digit") }
        guard !(leadingZero && whole > 1) else { throw failure("A number must not begin with 0") }
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            position += 1
            guard digits() > 0 else { throw failure("Expected a digit after the decimal point") }
        }
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            if position < bytes.count, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") {
                position += 1
            }
            guard digits() > 0 else { throw failure("Expected a digit in the exponent") }
        }
        return JSONNumber(validated: String(decoding: bytes[start..<position], as: UTF8.self))
    }

    private mutating func digits() -> Int {
        let start = position
        while position < bytes.count, bytes[position] &- UInt8(ascii: "0") < 10 { position += 1 }
        return position - start
    }

    private mutating func string() throws(JSONSyntaxError) -> String {
        position += 1
        let start = position
        var isASCII = true
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") {
                let text = try text(bytes[start..<position], isASCII: isASCII)
                position += 1
                return text
            }
            if byte == UInt8(ascii: "\\") { return try escapedString(from: start) }
            if byte < 0x20 { throw failure("A control character in a string must be escaped") }
            if byte >= 0x80 { isASCII = false }
            position += 1
        }
        throw failure("The string has no end")
    }

    private func text(_ slice: Slice<UnsafeBufferPointer<UInt8>>, isASCII: Bool) throws(JSONSyntaxError) -> String {
        let part = UnsafeBufferPointer(rebasing: slice)
        if isASCII { return String(decoding: part, as: UTF8.self) }
        guard let text = String(validating: part, as: UTF8.self) else { throw failure("The string is not UTF-8") }
        return text
    }

    private mutating func escapedString(from start: Int) throws(JSONSyntaxError) -> String {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(position - start + 64)
        // What has been decoded ends here; up to the position the text stands for itself.
        var done = start
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                decoded.append(contentsOf: bytes[done..<position - 1])
                guard let text = String(validating: decoded, as: UTF8.self) else {
                    throw failure("The string is not UTF-8")
                }
                return text
            case UInt8(ascii: "\\"):
                decoded.append(contentsOf: bytes[done..<position - 1])
                try escape(into: &decoded)
                done = position
            case 0..<0x20: throw failure("A control character in a string must be escaped")
            default: break
            }
        }
        throw failure("The string has no end")
    }

    private mutating func escape(into decoded: inout [UInt8]) throws(JSONSyntaxError) {
        guard position < bytes.count else { throw failure("The string has no end") }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): decoded.append(byte)
        case UInt8(ascii: "b"): decoded.append(0x08)
        case UInt8(ascii: "f"): decoded.append(0x0C)
        case UInt8(ascii: "n"): decoded.append(0x0A)
        case UInt8(ascii: "r"): decoded.append(0x0D)
        case UInt8(ascii: "t"): decoded.append(0x09)
        case UInt8(ascii: "u"): decoded.append(contentsOf: String(Character(try scalar())).utf8)
        default: throw failure("Unknown escape in a string")
        }
    }

    /// A lone surrogate, which JSON allows and UTF-8 cannot hold, becomes U+FFFD as JavaScript's encoder does.
    private mutating func scalar() throws(JSONSyntaxError) -> Unicode.Scalar {
        let first = try hexadecimal()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
            bytes[position + 1] == UInt8(ascii: "u")
        else { return "\u{FFFD}" }
        let mark = position
        position += 2
        let second = try hexadecimal()
        guard (0xDC00...0xDFFF).contains(second) else {
            position = mark
            return "\u{FFFD}"
        }
        return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)) ?? "\u{FFFD}"
    }

    private mutating func hexadecimal() throws(JSONSyntaxError) -> UInt32 {
        guard position + 4 <= bytes.count,
            let value = UInt32(String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16),
            bytes[position] != UInt8(ascii: "+")
        else { throw failure("Expected four hexadecimal digits") }
        position += 4
        return value
    }

    private mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return
            }
        }
    }

    private func failure(_ message: String) -> JSONSyntaxError {
        let before = bytes.prefix(position)
        let line = before.count { $0 == UInt8(ascii: "\n") } + 1
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        return JSONSyntaxError(message: message, offset: position, line: line, column: position - lineStart + 1)
    }
}
