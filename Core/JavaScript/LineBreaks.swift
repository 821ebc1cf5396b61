/// Where lines end, as parsers and engines of JavaScript count them: at a line feed, a carriage return, both together once,
/// and at U+2028 and U+2029 (ECMAScript 2025, section 12.3).
public enum LineBreaks {
    public static func count(in bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var count = 0
        var index = 0
        while index < bytes.count {
            let length = length(in: bytes, at: index)
            if length > 0 { count += 1 }
            index += max(length, 1)
        }
        return count
    }

    /// The lines of a text in UTF-8, without their breaks.
    public static func lines(of bytes: [UInt8]) -> [Range<Int>] {
        bytes.withUnsafeBufferPointer { bytes in
            var lines: [Range<Int>] = []
            var (start, index) = (0, 0)
            while index < bytes.count {
                let length = length(in: bytes, at: index)
                if length > 0 {
                    lines.append(start..<index)
                    start = index + length
                }
                index += max(length, 1)
            }
            lines.append(start..<bytes.count)
            return lines
        }
    }

    /// Of the break at an offset, in bytes; 0 where none is.
    @inline(__always)
    private static func length(in bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
        switch bytes[index] {
        case 0x0A: 1
        case 0x0D: index + 1 < bytes.count && bytes[index + 1] == 0x0A ? 2 : 1
        case 0xE2:
            index + 2 < bytes.count && bytes[index + 1] == 0x80 && bytes[index + 2] & 0xFE == 0xA8 ? 3 : 0
        default: 0
        }
    }
}

extension String {
    /// How many lines of JavaScript end in the text.
    public var lineBreakCount: Int {
        var text = self
        return text.withUTF8(LineBreaks.count)
    }
}
