/// Reads the path of an expression from UTF-8.
struct PathReader {
    let bytes: [UInt8]
    var position: Int
    let end: Int

    /// The parts, with white space around them skipped; `nil` if the text is not a path.
    mutating func read() -> [String]? {
        skipSpaces()
        var path: [String] = []
        repeat {
            skipSpaces()
            guard let name = name() else { return nil }
            path.append(name)
            skipSpaces()
            while takes(UInt8(ascii: "[")) {
                guard let key = key() else { return nil }
                path.append(key)
                skipSpaces()
            }
        } while takes(UInt8(ascii: "."))
        return path
    }

    private mutating func name() -> String? {
        let start = position
        while position < end, isPathByte(bytes[position]), spaceLength() == 0 { position += 1 }
        return position > start ? String(decoding: bytes[start..<position], as: UTF8.self) : nil
    }

    /// After `[`: digits, or a text in quotes.
    private mutating func key() -> String? {
        skipSpaces()
        guard position < end else { return nil }
        let quote = bytes[position]
        let key = quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") ? quoted(quote) : digits()
        skipSpaces()
        return takes(UInt8(ascii: "]")) ? key : nil
    }

    private mutating func digits() -> String? {
        let start = position
        while position < end, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position]) { position += 1 }
        return position > start ? String(decoding: bytes[start..<position], as: UTF8.self) : nil
    }

    private mutating func quoted(_ quote: UInt8) -> String? {
        var key: [UInt8] = []
        position += 1
        while position < end, bytes[position] != quote {
            if bytes[position] == UInt8(ascii: "\\") { position += 1 }
            guard position < end else { return nil }
            key.append(bytes[position])
            position += 1
        }
        return takes(quote) ? String(decoding: key, as: UTF8.self) : nil
    }

    private mutating func takes(_ byte: UInt8) -> Bool {
        guard position < end, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipSpaces() {
        while case let length = spaceLength(), length > 0 { position += length }
    }

    /// How many bytes the white space here takes, as JavaScript counts it (ECMAScript 2025, sections 12.2 and 12.3); 0 when
    /// there is none.
    private func spaceLength() -> Int {
        guard position < end else { return 0 }
        switch bytes[position] {
        case 0x20, 0x09...0x0D: return 1
        case 0xC2: return position + 1 < end && bytes[position + 1] == 0xA0 ? 2 : 0
        case 0xE2, 0xE3, 0xEF:
            guard position + 2 < end else { return 0 }
            switch (bytes[position], bytes[position + 1], bytes[position + 2]) {
            case (0xE2, 0x80, 0x80...0x8A), (0xE2, 0x80, 0xA8), (0xE2, 0x80, 0xA9), (0xE2, 0x80, 0xAF),
                (0xE2, 0x81, 0x9F),
                (0xE3, 0x80, 0x80), (0xEF, 0xBB, 0xBF):
                return 3
            default: return 0
            }
        default: return 0
        }
    }

    /// Letters, digits, `_`, `-`, `$` and everything beyond ASCII.
    private func isPathByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "$"), 0x80...:
            true
        default: false
        }
    }
}
