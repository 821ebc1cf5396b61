/// Classes of characters.
extension RegularExpressionSyntax {
    /// Behind `[`, without the flag `v`.
    mutating func rangeClass() throws(Fault) -> Escaped {
        _ = takes("^")
        while !takes("]") {
            let start = position
            let low = try classAtom()
            guard sees("-", at: position), !sees("-]", at: position), peek(1) != nil else { continue }
            position += 1
            let high = try classAtom()
            try checkRange(low, high, from: start)
        }
        return .set
    }

    private mutating func classAtom() throws(Fault) -> Escaped {
        guard peek() != nil else { throw Fault("a character class has no closing bracket") }
        if takes("\\") { return try characterOrSet(isInClass: true) }
        defer { position += 1 }
        return .character(characters[position])
    }

    private func checkRange(_ low: Escaped, _ high: Escaped, from start: Int) throws(Fault) {
        guard case .character(let low) = low, case .character(let high) = high else {
            if isUnicode { throw Fault("\"\(text(from: start))\" has a class for the end of a range") }
            return
        }
        if low > high { throw Fault("the range \"\(text(from: start))\" is out of order") }
    }

    /// Behind `[`, with the flag `v` (section 22.2.1, `ClassSetExpression`).
    mutating func setClass() throws(Fault) -> Escaped {
        setDepth += 1
        defer { setDepth -= 1 }
        guard setDepth < Self.deepestSet else { throw Fault(nil) }
        let isNegative = takes("^")
        var hasStrings = false
        if !takes("]") {
            let first = try setOperand()
            hasStrings = first.hasStrings
            if !first.isRange, sees("--", at: position) || sees("&&", at: position) {
                try operands(behind: sees("--", at: position) ? "--" : "&&", &hasStrings)
            } else {
                while !takes("]") { hasStrings = try setOperand().hasStrings || hasStrings }
            }
        }
        if isNegative, hasStrings { throw Fault("a negated character class has texts of several characters") }
        return hasStrings ? .strings : .set
    }

    /// `--a--b` and `&&a&&b`, up to the bracket.
    private mutating func operands(behind sign: StaticString, _ hasStrings: inout Bool) throws(Fault) {
        let intersects = sees("&&", at: position)
        while !takes("]") {
            guard takes(sign), !intersects || !sees("&", at: position) else {
                throw Fault("a character class mixes operators")
            }
            let operand = try setOperand(mayBeRange: false)
            if intersects { hasStrings = hasStrings && operand.hasStrings }
        }
    }

    private mutating func setOperand(mayBeRange: Bool = true) throws(Fault) -> (hasStrings: Bool, isRange: Bool) {
        let start = position
        if takes("[") { return (try setClass().isStrings, false) }
        if takes("\\q{") { return (try texts(), false) }
        let low = try setCharacter()
        guard mayBeRange, case .character = low, sees("-", at: position), !sees("--", at: position) else {
            return (low.isStrings, false)
        }
        position += 1
        let high = try setCharacter()
        try checkRange(low, high, from: start)
        return (false, true)
    }

    private mutating func setCharacter() throws(Fault) -> Escaped {
        guard let next = peek() else { throw Fault("a character class has no closing bracket") }
        if takes("\\") { return try characterOrSet(isInClass: true) }
        let isPair = peek(1) == next && "&!#$%*+,.:;<=>?@^`~".unicodeScalars.contains(next)
        guard !"()[]{}/-|".unicodeScalars.contains(next), !isPair else {
            throw Fault("\"\(next)\(isPair ? "\(next)" : "")\" is not escaped in a character class")
        }
        position += 1
        return .character(characters[position - 1])
    }

    /// Behind `\q{`: whether one of the texts has other than one character.
    private mutating func texts() throws(Fault) -> Bool {
        var (length, hasStrings) = (0, false)
        while !takes("}") {
            if takes("|") {
                hasStrings = hasStrings || length != 1
                length = 0
            } else {
                guard case .character = try setCharacter() else { throw Fault("\\q holds a class") }
                length += 1
            }
        }
        return hasStrings || length != 1
    }

    private static let deepestSet = 100
}

extension RegularExpressionSyntax.Escaped {
    fileprivate var isStrings: Bool {
        if case .strings = self { true } else { false }
    }
}
