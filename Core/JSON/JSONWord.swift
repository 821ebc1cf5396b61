/// Eight bytes of a JSON string at once.
enum JSONWord {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highBits: UInt64 = 0x8080_8080_8080_8080

    static func load(_ bytes: UnsafeBufferPointer<UInt8>, at position: Int) -> UInt64 {
        UInt64(littleEndian: UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: position, as: UInt64.self))
    }

    /// The high bits of the bytes that a string can't hold as they are: quotes, backslashes and control characters.
    /// Only the lowest of them is certain.
    static func escaped(in word: UInt64) -> UInt64 {
        func equal(_ byte: UInt8) -> UInt64 {
            let difference = word ^ (ones &* UInt64(byte))
            return (difference &- ones) & ~difference
        }
        let isControl = (word &- ones &* 0x20) & ~word
        return (isControl | equal(UInt8(ascii: "\"")) | equal(UInt8(ascii: "\\"))) & highBits
    }

    /// The high bits of the bytes outside ASCII.
    static func beyondASCII(in word: UInt64) -> UInt64 { word & highBits }
}
