/// An escape of a JSON text that stands for half of a surrogate pair: JSON's grammar allows it, and no text of Unicode has it
/// (RFC 8259, section 8.2).
public struct LoneSurrogate: Sendable, Hashable {
    /// As it was written, such as `\\ud800`.
    public let escape: String
    /// Of its backslash, in bytes.
    public let offset: Int

    /// The first one of a text; `nil` without any.
    /// - Parameter text: Valid JSON.
    public init?(in text: some Collection<UInt8>) {
        let bytes = Array(text)
        var index = 0
        while let start = bytes[index...].firstIndex(of: UInt8(ascii: "\\")) {
            index = min(start + 2, bytes.count)
            guard let unit = Self.unit(bytes, at: start) else { continue }
            index = start + 6
            guard (0xD800...0xDFFF).contains(unit) else { continue }
            if unit < 0xDC00, let second = Self.unit(bytes, at: index), (0xDC00...0xDFFF).contains(second) {
                index += 6
                continue
            }
            escape = String(decoding: bytes[start..<start + 6], as: UTF8.self)
            offset = start
            return
        }
        return nil
    }

    /// The code unit of a `\u` escape; `nil` for anything else.
    private static func unit(_ bytes: [UInt8], at start: Int) -> UInt32? {
        guard start + 6 <= bytes.count, bytes[start] == UInt8(ascii: "\\"), bytes[start + 1] == UInt8(ascii: "u") else {
            return nil
        }
        return bytes[start + 2..<start + 6].reduce(UInt32?(0)) { value, byte in
            guard let value, let digit = byte.hexadecimal else { return nil }
            return value << 4 | UInt32(digit)
        }
    }
}
