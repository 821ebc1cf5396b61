#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Finds a word in UTF-8. `String.contains` compares characters, which costs some hundred times as much and matters
/// where all code of a program is searched.
public enum ByteSearch {
    /// The offsets at which a word stands, overlapping ones included.
    public static func offsets(of word: StaticString, in bytes: UnsafeRawBufferPointer) -> some Sequence<Int> {
        sequence(state: 0) { (start: inout Int) -> Int? in
            guard let found = offset(of: word, in: bytes, from: start) else { return nil }
            start = found + 1
            return found
        }
    }

    /// Where a word stands first, at an offset or behind it.
    public static func offset(of word: StaticString, in bytes: UnsafeRawBufferPointer, from start: Int = 0) -> Int? {
        offset(of: UnsafeRawBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount), in: bytes, from: start)
    }

    /// How often a word stands there, overlapping ones included.
    public static func count(of word: String, in bytes: [UInt8]) -> Int {
        var word = word
        return word.withUTF8 { word in
            bytes.withUnsafeBytes { bytes in
                var count = 0
                var start = 0
                while let found = offset(of: UnsafeRawBufferPointer(word), in: bytes, from: start) {
                    count += 1
                    start = found + 1
                }
                return count
            }
        }
    }

    /// Where bytes stand first, at an offset or behind it.
    static func offset(
        of word: UnsafeRawBufferPointer, in bytes: UnsafeRawBufferPointer, from start: Int = 0
    ) -> Int? {
        guard let base = bytes.baseAddress, let first = word.first, let wordBase = word.baseAddress else { return nil }
        var start = start
        while start + word.count <= bytes.count,
            let found = memchr(base + start, Int32(first), bytes.count - word.count + 1 - start)
        {
            if memcmp(found, wordBase, word.count) == 0 { return UnsafeRawPointer(found) - base }
            start = UnsafeRawPointer(found) - base + 1
        }
        return nil
    }
}

extension String {
    /// Whether the bytes of a word stand in the text.
    public func containsBytes(of word: StaticString) -> Bool {
        var text = self
        return text.withUTF8 { ByteSearch.offset(of: word, in: UnsafeRawBufferPointer($0)) != nil }
    }
}
