/// Reads one token after another, byte by byte, as SQLite's tokenizer does: a character is a byte to it, so no mark is hidden by
/// what is combined with it, and only a line feed ends a comment.
struct SQLReader {
    private let bytes: [UInt8]
    /// Whether what any dialect reads otherwise than SQLite counts as unclear, so that no value passes for a name.
    private let isOfAnyDialect: Bool
    private var place = 0

    init(_ sql: String, isOfAnyDialect: Bool = false) {
        bytes = Array(sql.utf8)
        self.isOfAnyDialect = isOfAnyDialect
    }

    /// - Returns: `nil` at the end.
    mutating func next() -> SQLText.Token? {
        guard let first = peek() else { return nil }
        if isOfAnyDialect, isAmbiguous(first) { return unclear() }
        switch first {
        case 0x09, 0x0A, 0x0C, 0x0D, 0x20: return space()
        case UInt8(ascii: "-") where peek(1) == first: return space()
        // Two bytes at the very end are a division and a star.
        case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "*") && peek(2) != nil: return space()
        case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"): return quoted(by: first)
        case UInt8(ascii: "["): return bracketed()
        case UInt8(ascii: "x") where peek(1) == UInt8(ascii: "'"), UInt8(ascii: "X") where peek(1) == UInt8(ascii: "'"):
            return blob()
        case UInt8(ascii: "0")...UInt8(ascii: "9"): return number()
        case UInt8(ascii: ".") where peek(1).map(Self.isDigit) ?? false: return number()
        case UInt8(ascii: "$"), UInt8(ascii: "@"), UInt8(ascii: ":"), UInt8(ascii: "#"): return variable()
        // A byte order mark is white space to some versions and a name to others.
        case 0xEF where peek(1) == 0xBB && peek(2) == 0xBF: return unclear()
        case _ where Self.isOfName(first):
            let name = text(takeName())
            return isOfAnyDialect && isAmbiguous(word: name) ? unclear() : .word(name)
        case _ where Self.marks.contains(first):
            place += 1
            return .mark(Unicode.Scalar(first))
        // U+0000 ends the text for some that pass it on, and not for others.
        default: return unclear()
        }
    }

    private static let marks = Set("();,+-*/%=<>!|&~.?".utf8)

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) }

    private static func isOfName(_ byte: UInt8) -> Bool {
        byte >= 0x80 || isLetter(byte) || isDigit(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$")
    }

    private func peek(_ distance: Int = 0) -> UInt8? {
        place + distance < bytes.count ? bytes[place + distance] : nil
    }

    private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    /// `#` and `//` begin a comment (MySQL, Snowflake) or not; `--` does not always (MySQL).
    private func isAmbiguous(_ first: UInt8) -> Bool {
        switch first {
        case UInt8(ascii: "#"): true
        case UInt8(ascii: "/"): peek(1) == first
        case UInt8(ascii: "-"): peek(1) == first && (peek(2) ?? 0x20) > 0x20
        default: false
        }
    }

    /// Dollar quotes (PostgreSQL); prefixes of texts (`E'…'`, `q'[…]'`); quotation marks of other scripts.
    private func isAmbiguous(word: String) -> Bool {
        peek() == UInt8(ascii: "'") || peek() == UInt8(ascii: "\"")
            || word.unicodeScalars.contains { scalar in
                guard !scalar.isASCII else { return scalar == "$" }
                switch scalar.properties.generalCategory {
                case .initialPunctuation, .finalPunctuation, .openPunctuation, .closePunctuation, .otherPunctuation,
                    .modifierSymbol:
                    return true
                default: return false
                }
            }
    }

    /// Letters, digits, `_` and spaces, the first no digit: what a name in brackets or backticks is in every dialect. Others
    /// have elements of arrays there.
    private func isPlain(_ name: some Collection<UInt8>) -> Bool {
        name.first.map { !Self.isDigit($0) } ?? false
            && name.allSatisfy { $0 == 0x20 || $0 != UInt8(ascii: "$") && Self.isOfName($0) }
    }

    private mutating func unclear() -> SQLText.Token {
        place = bytes.count
        return .unclear
    }

    private mutating func takeName() -> Range<Int> {
        let start = place
        while let byte = peek(), Self.isOfName(byte) { place += 1 }
        return start..<place
    }

    /// White space and comments, as many as follow one another.
    private mutating func space() -> SQLText.Token {
        while let byte = peek() {
            switch byte {
            case 0x09, 0x0A, 0x0C, 0x0D, 0x20: place += 1
            case UInt8(ascii: "-") where peek(1) == byte:
                if isOfAnyDialect, isAmbiguous(byte) { return unclear() }
                guard skip(to: [0x0A]) else { return unclear() }
            case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "*") && peek(2) != nil:
                place += 2
                let start = place
                guard skip(to: Array("*/".utf8)) else { return unclear() }
                if isOfAnyDialect, isAmbiguous(comment: bytes[start..<place]) { return unclear() }
            default: return .space
            }
        }
        return .space
    }

    /// Nested comments (PostgreSQL), and those that are executed (MySQL).
    private func isAmbiguous(comment: ArraySlice<UInt8>) -> Bool {
        comment.first == UInt8(ascii: "!")
            || zip(comment, comment.dropFirst()).contains { $0 == UInt8(ascii: "/") && $1 == UInt8(ascii: "*") }
    }

    /// Goes behind an end, or to the end of the text.
    /// - Returns: Whether no U+0000 comes before.
    private mutating func skip(to end: [UInt8]) -> Bool {
        while place < bytes.count, !bytes[place...].starts(with: end) {
            guard bytes[place] != 0 else { return false }
            place += 1
        }
        place = min(place + end.count, bytes.count)
        return true
    }

    /// A text or a name; its mark, doubled, is one within.
    private mutating func quoted(by mark: UInt8) -> SQLText.Token {
        var content: [UInt8] = []
        place += 1
        while let byte = peek(), byte != 0 {
            // It escapes the mark behind it, or not.
            if isOfAnyDialect, byte == UInt8(ascii: "\\") { return unclear() }
            place += 1
            if byte == mark {
                guard peek() == mark else {
                    let text = String(decoding: content, as: UTF8.self)
                    guard mark == UInt8(ascii: "`") else { return .text(text) }
                    return isOfAnyDialect && !isPlain(content) ? unclear() : .name("`\(text)`")
                }
                place += 1
            }
            content.append(byte)
        }
        return unclear()
    }

    private mutating func bracketed() -> SQLText.Token {
        let start = place
        while let byte = peek(), byte != 0 {
            place += 1
            guard byte == UInt8(ascii: "]") else { continue }
            guard !isOfAnyDialect || isPlain(bytes[(start + 1)..<(place - 1)]) else { return unclear() }
            return .name(text(start..<place))
        }
        return unclear()
    }

    /// `x'53514C'`
    private mutating func blob() -> SQLText.Token {
        place += 2
        let start = place
        while let byte = peek(), Self.isDigit(byte) || (0x41...0x46).contains(byte & 0xDF) { place += 1 }
        guard peek() == UInt8(ascii: "'"), (place - start).isMultiple(of: 2) else { return unclear() }
        let digits = text(start..<place)
        place += 1
        return .text(digits)
    }

    /// Letters behind digits are of the number, whether SQLite accepts them or not.
    private mutating func number() -> SQLText.Token {
        let isHexadecimal = peek() == UInt8(ascii: "0") && peek(1).map { $0 & 0xDF == UInt8(ascii: "X") } ?? false
        while let byte = peek(), Self.isOfName(byte) || byte == UInt8(ascii: ".") {
            if isOfAnyDialect, byte == UInt8(ascii: "$") { return unclear() }
            place += 1
            if !isHexadecimal, byte & 0xDF == UInt8(ascii: "E"), let sign = peek(),
                sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), peek(1).map(Self.isDigit) ?? false
            {
                place += 1
            }
        }
        return .number
    }

    /// `$name`, `@name`, `:name`. With Tcl's `$name::name(anything)`, a bracket of which hides marks, nothing is clear.
    private mutating func variable() -> SQLText.Token {
        let start = place
        place += 1
        let name = takeName()
        guard !name.isEmpty, peek() != UInt8(ascii: "("), peek() != UInt8(ascii: ":"),
            !isOfAnyDialect || !isAmbiguous(word: text(name))
        else { return unclear() }
        return .name(text(start..<place))
    }
}
