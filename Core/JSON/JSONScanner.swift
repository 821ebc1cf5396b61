/// Checks a JSON text by recursive descent over its bytes and finds the places of its values.
struct JSONScanner {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0
    private var depth = 0
    private(set) var entries: [JSONEntry] = []

    init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    /// - Returns: The entries of the text; the first is the document's own value.
    static func scan(_ bytes: UnsafeBufferPointer<UInt8>) throws(JSONSyntaxError) -> [JSONEntry] {
        var scanner = JSONScanner(bytes: bytes)
        try scanner.document()
        return scanner.entries
    }

    private mutating func document() throws(JSONSyntaxError) {
        guard bytes.count < JSONEntry.longestText else { throw failure("The text is longer than 4 GiB") }
        entries.reserveCapacity(bytes.count / Self.bytesAnEntry + 1)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        try value()
        skipSpace()
        guard position == bytes.count else { throw failure("Text after the end of the document") }
    }

    /// More than documents and programs have, so that the list is made once: room that is not used costs nothing.
    private static let bytesAnEntry = 5

    private mutating func value() throws(JSONSyntaxError) {
        skipSpace()
        guard position < bytes.count else { throw failure("The text ends where a value should be") }
        switch bytes[position] {
        case UInt8(ascii: "{"): try object()
        case UInt8(ascii: "["): try array()
        case UInt8(ascii: "\""): try string()
        case UInt8(ascii: "t"): try literal("true", .true)
        case UInt8(ascii: "f"): try literal("false", .false)
        case UInt8(ascii: "n"): try literal("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try number()
        default: throw failure("Expected a value")
        }
    }

    private mutating func object() throws(JSONSyntaxError) {
        let place = try enter(.object)
        skipSpace()
        if !take("}") {
            repeat {
                skipSpace()
                guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
                    throw failure("Expected a member name in double quotes")
                }
                try string()
                skipSpace()
                guard take(":") else { throw failure("Expected ':' after the member name") }
                try value()
                skipSpace()
            } while take(",")
            guard take("}") else { throw failure("Expected ',' or '}' in an object") }
        }
        leave(place)
    }

    private mutating func array() throws(JSONSyntaxError) {
        let place = try enter(.array)
        skipSpace()
        if !take("]") {
            repeat {
                try value()
                skipSpace()
            } while take(",")
            guard take("]") else { throw failure("Expected ',' or ']' in an array") }
        }
        leave(place)
    }

    private mutating func enter(_ kind: JSONEntry.Kind) throws(JSONSyntaxError) -> Int {
        guard depth < JSONValue.maximumDepth else { throw failure("Nested deeper than \(JSONValue.maximumDepth)") }
        depth += 1
        add(kind, position, position)
        position += 1
        return entries.count - 1
    }

    private mutating func leave(_ place: Int) {
        depth -= 1
        entries[place].next = UInt32(truncatingIfNeeded: entries.count)
    }

    private mutating func add(_ kind: JSONEntry.Kind, _ start: Int, _ end: Int, isPlain: Bool = true) {
        entries.append(
            JSONEntry(
                kind: kind, isPlain: isPlain, start: UInt32(truncatingIfNeeded: start),
                end: UInt32(truncatingIfNeeded: end), next: UInt32(truncatingIfNeeded: entries.count + 1)))
    }

    private mutating func take(_ mark: Unicode.Scalar) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: mark) else { return false }
        position += 1
        return true
    }

    private mutating func literal(_ text: StaticString, _ kind: JSONEntry.Kind) throws(JSONSyntaxError) {
        let length = text.utf8CodeUnitCount
        guard position + length <= bytes.count, (0..<length).allSatisfy({ bytes[position + $0] == text.utf8Start[$0] })
        else { throw failure("Expected '\(text)'") }
        add(kind, position, position + length)
        position += length
    }

    private mutating func number() throws(JSONSyntaxError) {
        let start = position
        if bytes[position] == UInt8(ascii: "-") { position += 1 }
        let leadingZero = position < bytes.count && bytes[position] == UInt8(ascii: "0")
        let whole = digits()
        guard whole > 0 else { throw failure("Expected a digit") }
        guard !(leadingZero && whole > 1) else { throw failure("A number must not begin with 0") }
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            position += 1
            guard digits() > 0 else { throw failure("Expected a digit after the decimal point") }
        }
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            if position < bytes.count, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") {
                position += 1
            }
            guard digits() > 0 else { throw failure("Expected a digit in the exponent") }
        }
        add(.number, start, position)
    }

    private mutating func digits() -> Int {
        let start = position
        while position < bytes.count, bytes[position] &- UInt8(ascii: "0") < 10 { position += 1 }
        return position - start
    }

    private mutating func string() throws(JSONSyntaxError) {
        position += 1
        let start = position
        var isASCII = true
        var isPlain = true
        while true {
            skipPlain()
            guard position < bytes.count else { break }
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "\""):
                if !isASCII {
                    let text = UnsafeBufferPointer(rebasing: bytes[start..<position])
                    guard (try? UTF8Span(validating: text.span)) != nil else {
                        throw failure("The string is not UTF-8")
                    }
                }
                add(.string, start, position, isPlain: isPlain)
                position += 1
                return
            case UInt8(ascii: "\\"):
                isPlain = false
                position += 1
                try escape()
            case 0..<0x20: throw failure("A control character in a string must be escaped")
            default:
                if byte >= 0x80 { isASCII = false }
                position += 1
            }
        }
        throw failure("The string has no end")
    }

    /// Goes to the next byte that is not plain ASCII of a string, or near the end of the text.
    private mutating func skipPlain() {
        while position + 8 <= bytes.count {
            let word = JSONWord.load(bytes, at: position)
            let marks = JSONWord.escaped(in: word) | JSONWord.beyondASCII(in: word)
            guard marks == 0 else { return position += marks.trailingZeroBitCount >> 3 }
            position += 8
        }
    }

    private mutating func escape() throws(JSONSyntaxError) {
        guard position < bytes.count else { throw failure("The string has no end") }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return
        case UInt8(ascii: "u"):
            guard position + 4 <= bytes.count, bytes[position..<position + 4].allSatisfy({ $0.hexadecimal != nil })
            else { throw failure("Expected four hexadecimal digits") }
            position += 4
        default: throw failure("Unknown escape in a string")
        }
    }

    private mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return
            }
        }
    }

    private func failure(_ message: String) -> JSONSyntaxError {
        let before = bytes.prefix(position)
        let line = before.count { $0 == UInt8(ascii: "\n") } + 1
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        return JSONSyntaxError(message: message, offset: position, line: line, column: position - lineStart + 1)
    }
}
