/// What a backslash begins.
extension RegularExpressionSyntax {
    /// What an escape stands for.
    enum Escaped {
        case character(UInt32)
        /// Several characters, such as `\d`.
        case set
        /// Texts of several characters, with the flag `v`.
        case strings
    }

    /// Behind a backslash, outside classes.
    mutating func escape() throws(Fault) {
        guard let next = peek() else { throw Fault("it ends with a backslash") }
        if next == "k", isUnicode || hasNames {
            position += 1
            guard takes("<") else { throw Fault("\\k is not followed by the name of a group") }
            return namedReferences.append(try groupName())
        }
        if ("1"..."9").contains(next) { return decimal() }
        _ = try characterOrSet(isInClass: false)
    }

    /// A reference; in the annex's grammar one to no group is a character.
    private mutating func decimal() {
        var number = 0
        while let digit = peek(), ("0"..."9").contains(digit) {
            number = min(number * 10 + Int(digit.value - 48), 1 << 30)
            position += 1
        }
        largestReference = max(largestReference, number)
    }

    /// Behind a backslash: anything but references and assertions.
    mutating func characterOrSet(isInClass: Bool) throws(Fault) -> Escaped {
        guard let next = peek() else { throw Fault("it ends with a backslash") }
        position += 1
        switch next {
        case "d", "D", "s", "S", "w", "W": return .set
        case "p" where isUnicode, "P" where isUnicode: return try property(isNegative: next == "P")
        case "t": return .character(9)
        case "n": return .character(10)
        case "v": return .character(11)
        case "f": return .character(12)
        case "r": return .character(13)
        case "b" where isInClass: return .character(8)
        case "c": return try control(isInClass: isInClass)
        case "x": return try hexadecimal(2, escape: next)
        case "u": return try unicode()
        case "0"..."9": return try octal(next)
        case "-" where isUnicode && isInClass: return .character(next.value)
        default: return try identity(next, isInClass: isInClass)
        }
    }

    private mutating func identity(_ next: Unicode.Scalar, isInClass: Bool) throws(Fault) -> Escaped {
        let isSyntax = "^$\\.*+?()[]{}|/".unicodeScalars.contains(next)
        let isPunctuator = hasSets && isInClass && "&-!#%,:;<=>@`~".unicodeScalars.contains(next)
        if isUnicode, !isSyntax, !isPunctuator { throw Fault("\\\(next) is not an escape") }
        if next == "k", hasNames { throw Fault("\\k is not followed by the name of a group") }
        return .character(next.value)
    }

    private mutating func control(isInClass: Bool) throws(Fault) -> Escaped {
        if let letter = peek(), letter.isASCII, letter.properties.isAlphabetic {
            position += 1
            return .character(letter.value % 32)
        }
        if isUnicode { throw Fault("\\c is not followed by a letter") }
        if isInClass, let next = peek(), next == "_" || ("0"..."9").contains(next) {
            position += 1
            return .character(next.value % 32)
        }
        // The backslash itself.
        position -= 1
        return .character(92)
    }

    private mutating func hexadecimal(_ count: Int, escape: Unicode.Scalar) throws(Fault) -> Escaped {
        if let value = digits(count) { return .character(value) }
        if isUnicode { throw Fault("\\\(escape) is not followed by \(count) hexadecimal digits") }
        return .character(escape.value)
    }

    private mutating func digits(_ count: Int) -> UInt32? {
        var value: UInt32 = 0
        for offset in 0..<count {
            guard let digit = peek(offset)?.hexadecimalValue else { return nil }
            value = value * 16 + digit
        }
        position += count
        return value
    }

    /// Behind `\u`.
    private mutating func unicode() throws(Fault) -> Escaped {
        guard isUnicode else { return try hexadecimal(4, escape: "u") }
        guard let value = codePoint() else { throw Fault("\\u is not followed by a code point") }
        return .character(value)
    }

    /// `{1F600}`, or four digits and, of a pair, the other half.
    private mutating func codePoint() -> UInt32? {
        if takes("{") {
            var value: UInt32 = 0
            var count = 0
            while let digit = peek()?.hexadecimalValue {
                value = min(value * 16 + digit, 0x11_0000)
                position += 1
                count += 1
            }
            return takes("}") && count > 0 && value <= 0x10_FFFF ? value : nil
        }
        guard let high = digits(4) else { return nil }
        guard (0xD800...0xDBFF).contains(high), sees("\\u", at: position) else { return high }
        let behind = position
        position += 2
        if let low = digits(4), (0xDC00...0xDFFF).contains(low) {
            return 0x10000 + (high - 0xD800) << 10 + low - 0xDC00
        }
        position = behind
        return high
    }

    private mutating func octal(_ first: Unicode.Scalar) throws(Fault) -> Escaped {
        let isDigitNext = peek().map { ("0"..."9").contains($0) } ?? false
        if isUnicode, first != "0" || isDigitNext { throw Fault("\\\(first) is not an escape") }
        guard ("0"..."7").contains(first) else { return .character(first.value) }
        var value = first.value - 48
        while let next = peek(), ("0"..."7").contains(next), value * 8 + next.value - 48 <= 0o377 {
            value = value * 8 + next.value - 48
            position += 1
        }
        return .character(value)
    }

    /// A group's name behind `<`, with its `>`.
    mutating func groupName() throws(Fault) -> [UInt32] {
        var name: [UInt32] = []
        while !takes(">") {
            guard let value = nameCharacter(), let scalar = Unicode.Scalar(value),
                scalar == "$" || scalar == "_" || scalar.properties.isIDStart
                    || !name.isEmpty && (scalar.properties.isIDContinue || value == 0x200C || value == 0x200D)
            else { throw Fault("the name of a group is not valid") }
            name.append(value)
        }
        guard !name.isEmpty else { throw Fault("the name of a group is not valid") }
        return name
    }

    private mutating func nameCharacter() -> UInt32? {
        if takes("\\u") { return codePoint() }
        guard position < characters.count else { return nil }
        let value = characters[position]
        position += 1
        // Names are of code points even where the rest is of code units.
        guard !isUnicode, (0xD800...0xDBFF).contains(value), position < characters.count,
            case let low = characters[position], (0xDC00...0xDFFF).contains(low)
        else { return value }
        position += 1
        return 0x10000 + (value - 0xD800) << 10 + low - 0xDC00
    }

    /// Behind `\p` or `\P`.
    private mutating func property(isNegative: Bool) throws(Fault) -> Escaped {
        guard takes("{") else { throw Fault("\\p is not followed by a property in braces") }
        let start = position
        while let next = peek(), next != "}" { position += 1 }
        let property = text(from: start)
        guard takes("}") else { throw Fault("\\p is not followed by a property in braces") }
        if hasSets, !isNegative, UnicodeProperty.ofStrings.contains(property) { return .strings }
        guard UnicodeProperty.isValid(property) else { throw Fault("\"\(property)\" is not a Unicode property") }
        return .set
    }
}

extension Unicode.Scalar {
    fileprivate var hexadecimalValue: UInt32? {
        switch self {
        case "0"..."9": value - 48
        case "a"..."f": value - 87
        case "A"..."F": value - 55
        default: nil
        }
    }
}
