/// Classes of bytes and characters.
extension JavaScriptLexer {
    static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

    static func isNewline(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

    /// An ASCII letter, digit, `$` or `_`.
    @inlinable public static func isNamePart(_ byte: UInt8) -> Bool {
        guard byte < 0x80 else { return false }
        return (byte < 0x40 ? lowNameParts : highNameParts) >> UInt64(byte & 0x3F) & 1 != 0
    }

    /// A bit for each ASCII character: `$` and the digits.
    @usableFromInline static var lowNameParts: UInt64 { 0x03FF_0010_0000_0000 }
    /// The same from `@` on: `_` and the letters.
    @usableFromInline static var highNameParts: UInt64 { 0x07FF_FFFE_87FF_FFFE }

    /// Where the name parts end that begin at an offset.
    static func endOfName(_ bytes: [UInt8], from start: Int) -> Int {
        bytes.withUnsafeBufferPointer { bytes in
            var end = start
            while end < bytes.count, isNamePart(bytes[end]) { end += 1 }
            return end
        }
    }

    /// U+2028 or U+2029, which end a line too.
    var isLineSeparator: Bool { peek(0) == 0xE2 && peek(1) == 0x80 && peek(2) & 0xFE == 0xA8 }

    /// The length in UTF-8 of the white space or line separator outside ASCII at the current position; `nil`
    /// when there is none (ECMAScript, "White Space": U+FEFF and the Unicode category Zs).
    func spaceLength() -> Int? {
        switch (peek(0), peek(1), peek(2)) {
        case (0xC2, 0xA0, _): 2
        case (0xE1, 0x9A, 0x80), (0xE2, 0x80, 0x80...0x8A), (0xE2, 0x80, 0xA8...0xA9), (0xE2, 0x80, 0xAF),
            (0xE2, 0x81, 0x9F), (0xE3, 0x80, 0x80), (0xEF, 0xBB, 0xBF):
            3
        default: nil
        }
    }

    /// How many of four bytes are one punctuator; 0 when the first starts none.
    static func punctuatorLength(_ first: UInt8, _ second: UInt8, _ third: UInt8, _ fourth: UInt8) -> Int {
        let equals = UInt8(ascii: "=")
        switch first {
        case UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "["),
            UInt8(ascii: "]"), UInt8(ascii: ";"), UInt8(ascii: ","), UInt8(ascii: "~"), UInt8(ascii: ":"),
            UInt8(ascii: "@"):
            return 1
        case UInt8(ascii: "."): return second == first && third == first ? 3 : 1
        case UInt8(ascii: "="):
            if second == UInt8(ascii: ">") { return 2 }
            return second != equals ? 1 : third == equals ? 3 : 2
        case UInt8(ascii: "!"): return second != equals ? 1 : third == equals ? 3 : 2
        case UInt8(ascii: "%"), UInt8(ascii: "^"), UInt8(ascii: "/"): return second == equals ? 2 : 1
        case UInt8(ascii: "+"), UInt8(ascii: "-"): return second == equals || second == first ? 2 : 1
        case UInt8(ascii: "*"), UInt8(ascii: "&"), UInt8(ascii: "|"), UInt8(ascii: "<"):
            if second == first { return third == equals ? 3 : 2 }
            return second == equals ? 2 : 1
        case UInt8(ascii: ">"):
            if second == first, third == first { return fourth == equals ? 4 : 3 }
            if second == first { return third == equals ? 3 : 2 }
            return second == equals ? 2 : 1
        case UInt8(ascii: "?"):
            if second == first { return third == equals ? 3 : 2 }
            return second == UInt8(ascii: ".") && !isDigit(third) ? 2 : 1
        default: return 0
        }
    }
}
