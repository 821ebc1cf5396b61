/// SQL of several statements.
///
/// It is divided before SQLite sees it: what a `PRAGMA` does it does while it is prepared, even behind `EXPLAIN`.
enum D1Script {
    /// White space where a word would begin.
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// The first words, a schema's name with its full stop, without the comments between them. White space and comments are
    /// SQLite's own ("Tokenizer" of its sources), not Unicode's: what it would read on must not be passed over here.
    static func words(_ sql: String, most: Int) -> [String] {
        let bytes = Array(sql.utf8)
        var words: [String] = []
        var position = 0
        while words.count < most, position < bytes.count {
            let start = position
            switch bytes[start] {
            case UInt8(ascii: "."):
                position += 1
                if let last = words.popLast() { words.append(last + ".") }
            case UInt8(ascii: ";"), 0x20, 0x09...0x0D: position += 1
            case 0xEF where bytes[start...].starts(with: byteOrderMark): position += byteOrderMark.count
            case let byte where isWord(byte):
                while position < bytes.count, isWord(bytes[position]) { position += 1 }
                words.append(String(decoding: bytes[start..<position], as: UTF8.self))
            default:
                position = end(ofPart: bytes, at: start)
                guard isComment(bytes, at: start) else { return words }
            }
        }
        return words
    }

    /// Behind a word, a comment, a quoted text or name, or one byte.
    static func end(ofToken bytes: [UInt8], at start: Int) -> Int {
        guard isWord(bytes[start]) else { return end(ofPart: bytes, at: start) }
        var position = start + 1
        while position < bytes.count, isWord(bytes[position]) { position += 1 }
        return position
    }

    /// Behind a comment, a quoted text or name, or one byte.
    private static func end(ofPart bytes: [UInt8], at start: Int) -> Int {
        func after(_ mark: UInt8, from position: Int) -> Int {
            bytes[position...].firstIndex(of: mark).map { $0 + 1 } ?? bytes.count
        }
        switch bytes[start] {
        case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"): return after(bytes[start], from: start + 1)
        case UInt8(ascii: "["): return after(UInt8(ascii: "]"), from: start + 1)
        case UInt8(ascii: "-") where isComment(bytes, at: start): return after(UInt8(ascii: "\n"), from: start + 2)
        case UInt8(ascii: "/") where isComment(bytes, at: start):
            var position = start + 2
            while position < bytes.count {
                position = after(UInt8(ascii: "/"), from: position)
                let isEnd = position > start + 3 && bytes[position - 2] == UInt8(ascii: "*")
                if isEnd, bytes[position - 1] == UInt8(ascii: "/") { return position }
            }
            return bytes.count
        default: return start + 1
        }
    }

    private static func isComment(_ bytes: [UInt8], at start: Int) -> Bool {
        guard start + 1 < bytes.count else { return false }
        let pair = (bytes[start], bytes[start + 1])
        return pair == (UInt8(ascii: "-"), UInt8(ascii: "-")) || pair == (UInt8(ascii: "/"), UInt8(ascii: "*"))
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"), 0x80...:
            true
        default: false
        }
    }
}
