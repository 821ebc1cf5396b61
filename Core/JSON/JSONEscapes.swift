/// Decodes the content of a JSON string whose escapes have been checked.
struct JSONEscapes {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    mutating func text() -> String {
        String(unsafeUninitializedCapacity: bytes.count) { decoded in
            var count = 0
            while position < bytes.count {
                let end = bytes[position...].firstIndex(of: UInt8(ascii: "\\")) ?? bytes.count
                count = decoded[count...].update(fromContentsOf: bytes[position..<end])
                position = end + 1
                guard position < bytes.count else { break }
                // An escape is longer than what it stands for.
                for unit in UTF8.encode(escape()) ?? UTF8.encodedReplacementCharacter {
                    decoded[count] = unit
                    count += 1
                }
            }
            return count
        }
    }

    private mutating func escape() -> Unicode.Scalar {
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return scalar()
        default: return Unicode.Scalar(byte)
        }
    }

    /// A lone surrogate, which JSON allows and UTF-8 cannot hold, becomes U+FFFD as JavaScript's encoder does.
    private mutating func scalar() -> Unicode.Scalar {
        let first = hexadecimal()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
            bytes[position + 1] == UInt8(ascii: "u")
        else { return "\u{FFFD}" }
        let mark = position
        position += 2
        let second = hexadecimal()
        guard (0xDC00...0xDFFF).contains(second) else {
            position = mark
            return "\u{FFFD}"
        }
        return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)) ?? "\u{FFFD}"
    }

    private mutating func hexadecimal() -> UInt32 {
        var value: UInt32 = 0
        for byte in bytes[position..<position + 4] { value = value << 4 | UInt32(byte.hexadecimal ?? 0) }
        position += 4
        return value
    }
}

extension UInt8 {
    /// The value of this byte as a hexadecimal digit of ASCII; `nil` when it is none.
    var hexadecimal: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
