import GRDBSQLite

/// SQL of several statements.
///
/// It is divided before SQLite sees it: what a `PRAGMA` does it does while it is prepared, even behind `EXPLAIN`.
enum D1Script {
    /// White space where a word would begin.
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// The statements with what stands before them. The last may be incomplete, or nothing but comments.
    static func statements(in sql: String) -> [String] {
        let bytes = Array(sql.utf8)
        var statements: [String] = []
        var start = 0
        var position = 0
        while position < bytes.count {
            let byte = bytes[position]
            position = end(ofPart: bytes, at: position)
            guard byte == UInt8(ascii: ";") else { continue }
            let statement = String(decoding: bytes[start..<position], as: UTF8.self)
            // One within a trigger ends a part of it.
            guard sqlite3_complete(statement) != 0 else { continue }
            statements.append(statement)
            start = position
        }
        return statements + [String(decoding: bytes[start...], as: UTF8.self)]
    }

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

    /// Behind a comment, a quoted text or name, or one byte.
    private static func end(ofPart bytes: [UInt8], at start: Int) -> Int {
        func after(_ mark: String, from position: Int) -> Int {
            let mark = Array(mark.utf8)
            var position = position
            while position + mark.count <= bytes.count {
                if bytes[position..<position + mark.count].elementsEqual(mark) { return position + mark.count }
                position += 1
            }
            return bytes.count
        }
        switch bytes[start] {
        case UInt8(ascii: "'"): return after("'", from: start + 1)
        case UInt8(ascii: "\""): return after("\"", from: start + 1)
        case UInt8(ascii: "`"): return after("`", from: start + 1)
        case UInt8(ascii: "["): return after("]", from: start + 1)
        case UInt8(ascii: "-") where isComment(bytes, at: start): return after("\n", from: start + 2)
        case UInt8(ascii: "/") where isComment(bytes, at: start): return after("*/", from: start + 2)
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
