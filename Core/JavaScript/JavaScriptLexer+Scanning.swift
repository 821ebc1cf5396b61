/// The shapes of single tokens (ECMAScript 2025, section 12 "Lexical Grammar").
extension JavaScriptLexer {
    /// Moves over a string. A line break ends one that has no closing quote.
    /// - Returns: Whether the closing quote was there.
    mutating func scanString(quote: UInt8) -> Bool {
        position += 1
        while position < bytes.count {
            let byte = bytes[position]
            if byte == quote {
                position += 1
                return true
            }
            if byte == 0x0A || byte == 0x0D { return false }
            skip(escaped: byte)
        }
        return false
    }

    /// Moves over the text of a template literal, from its opening quote or from the `}` that ends a `${…}`.
    mutating func scanTemplate(continuing: Bool) -> (JavaScriptToken.Kind, isTerminated: Bool) {
        position += 1
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "`") {
                position += 1
                return (.template(continuing ? .tail : .whole), true)
            }
            if byte == UInt8(ascii: "$"), peek(1) == UInt8(ascii: "{") {
                position += 2
                return (.template(continuing ? .middle : .head), true)
            }
            skip(escaped: byte)
        }
        return (.template(continuing ? .tail : .whole), false)
    }

    /// Moves over one character of a literal, or over a backslash and what it escapes.
    private mutating func skip(escaped byte: UInt8) {
        guard byte == UInt8(ascii: "\\") else { return position += 1 }
        let isCRLF = peek(1) == 0x0D && peek(2) == 0x0A
        position = min(position + (isCRLF ? 3 : 2), bytes.count)
    }

    /// Moves over a regular expression with its flags.
    /// - Returns: `false`, without moving, when the line ends before the expression does: then it is none.
    mutating func scanRegularExpression() -> Bool {
        var index = position + 1
        var isInClass = false
        while index < bytes.count {
            switch bytes[index] {
            case 0x0A, 0x0D: return false
            case UInt8(ascii: "\\"):
                index += 1
                if index < bytes.count, Self.isNewline(bytes[index]) { return false }
            case UInt8(ascii: "["): isInClass = true
            case UInt8(ascii: "]"): isInClass = false
            case UInt8(ascii: "/") where !isInClass:
                position = index + 1
                _ = scanName()
                return true
            default: break
            }
            index += 1
        }
        return false
    }

    mutating func scanBlockComment() -> Bool {
        position += 2
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "*"), peek(1) == UInt8(ascii: "/") {
                position += 2
                return true
            }
            position += 1
        }
        return false
    }

    mutating func scanNumber() {
        if bytes[position] == UInt8(ascii: "0"), "xXoObB".utf8.contains(peek(1)) {
            position += 2
            skipDigits(also: Self.isNamePart)
            return
        }
        skipDigits()
        if peek(0) == UInt8(ascii: ".") {
            position += 1
            skipDigits()
        }
        if peek(0) | 0x20 == UInt8(ascii: "e") {
            let signed = peek(1) == UInt8(ascii: "+") || peek(1) == UInt8(ascii: "-")
            if Self.isDigit(peek(signed ? 2 : 1)) {
                position += signed ? 2 : 1
                skipDigits()
            }
        }
        if peek(0) == UInt8(ascii: "n") { position += 1 }
    }

    private mutating func skipDigits(also isPart: (UInt8) -> Bool = { _ in false }) {
        while position < bytes.count {
            let byte = bytes[position]
            guard Self.isDigit(byte) || byte == UInt8(ascii: "_") || isPart(byte) else { return }
            position += 1
        }
    }

    /// Moves over a name. Escapes (`\u0061`) and characters outside ASCII are taken as parts of it.
    /// - Returns: Whether there was one.
    mutating func scanName() -> Bool {
        let start = position
        while true {
            position = Self.endOfName(bytes, from: position)
            guard position < bytes.count else { break }
            let byte = bytes[position]
            if byte >= 0x80 {
                guard spaceLength() == nil else { break }
                position += 1
                while peek(0) & 0xC0 == 0x80 { position += 1 }
            } else if byte == UInt8(ascii: "\\"), peek(1) == UInt8(ascii: "u") {
                position += 2
                guard peek(0) == UInt8(ascii: "{") else { continue }
                while position < bytes.count, bytes[position] != UInt8(ascii: "}") { position += 1 }
                position = min(position + 1, bytes.count)
            } else {
                break
            }
        }
        return position > start
    }

    mutating func scanPunctuator() -> (JavaScriptToken.Kind, isTerminated: Bool) {
        let length = Self.punctuatorLength(bytes[position], peek(1), peek(2), peek(3))
        position = min(position + max(length, 1), bytes.count)
        return (length > 0 ? .punctuator : .unknown, true)
    }

    mutating func skipSpaces() {
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: " "), 0x09, 0x0B, 0x0C: position += 1
            default: return
            }
        }
    }

    mutating func skipLine() {
        while position < bytes.count, !Self.isNewline(bytes[position]) {
            if isLineSeparator { return }
            position += 1
        }
    }
}
