/// Whether a regular expression is valid (ECMAScript 2025, section 22.2.1, with annex B.1.2 for those without the
/// flags `u` and `v`): an invalid one fails only when the code around it runs.
public struct RegularExpressionSyntax {
    /// Code points with the flags `u` and `v`, UTF-16 code units without.
    let characters: [UInt32]
    /// `u` or `v`: no escape and no bracket may be meaningless.
    let isUnicode: Bool
    /// `v`: classes are sets.
    let hasSets: Bool
    /// Whether a group has a name, so that `\k` is a reference.
    var hasNames = false

    var position = 0
    private(set) var groups = 0
    /// The groups with a name, and the alternatives that each stands in.
    private var names: [(name: [UInt32], path: [Alternative])] = []
    private var path: [Alternative] = []
    private var disjunctions = 0
    var namedReferences: [[UInt32]] = []
    var largestReference = 0
    private var depth = 0
    var setDepth = 0

    private struct Alternative: Equatable {
        let disjunction: Int
        var index: Int
    }

    /// What is wrong, as the end of a sentence; `nil` where that is left to the runtime.
    struct Fault: Error {
        let reason: String?

        init(_ reason: String?) { self.reason = reason }
    }

    /// What is wrong with a literal, slashes and flags included; `nil` when nothing is.
    public static func fault(in literal: String) -> String? {
        guard let end = literal.lastIndex(of: "/"), end > literal.startIndex else { return "it has no end" }
        return fault(
            inPattern: literal[literal.index(after: literal.startIndex)..<end],
            flags: literal[literal.index(after: end)...])
    }

    /// What is wrong with what a call of `RegExp` is given; `nil` when nothing is.
    static func fault(inPattern pattern: String, flags: String) -> String? {
        fault(inPattern: pattern[...], flags: flags[...])
    }

    private static func fault(inPattern pattern: Substring, flags: Substring) -> String? {
        do {
            try check(flags)
            var syntax = RegularExpressionSyntax(pattern, flags)
            try syntax.check()
            return nil
        } catch {
            return error.reason
        }
    }

    private static func check(_ flags: Substring) throws(Fault) {
        var seen: Set<Character> = []
        for flag in flags {
            guard "dgimsuvy".contains(flag) else { throw Fault("\"\(flag)\" is not a flag") }
            guard seen.insert(flag).inserted else { throw Fault("the flag \"\(flag)\" occurs twice") }
        }
        if seen.contains("u"), seen.contains("v") { throw Fault("the flags \"u\" and \"v\" exclude one another") }
    }

    private init(_ pattern: Substring, _ flags: Substring) {
        hasSets = flags.contains("v")
        isUnicode = hasSets || flags.contains("u")
        characters = isUnicode ? pattern.unicodeScalars.map(\.value) : pattern.utf16.map(UInt32.init)
    }

    private mutating func check() throws(Fault) {
        hasNames = findsName()
        try disjunction()
        if position < characters.count { throw Fault("\")\" has no opening parenthesis") }
        if isUnicode, largestReference > groups { throw Fault("\\\(largestReference) is not the number of a group") }
        for reference in namedReferences where !names.contains(where: { $0.name == reference }) {
            throw Fault("no group is named \"\(Self.text(reference))\"")
        }
    }

    /// Whether `(?<name>` is anywhere outside classes.
    private func findsName() -> Bool {
        var isInClass = false
        var index = 0
        while index < characters.count {
            switch Unicode.Scalar(characters[index]) ?? "\u{FFFD}" {
            case "\\": index += 1
            case "[": isInClass = true
            case "]": isInClass = false
            case "(" where !isInClass && sees("?<", at: index + 1):
                if !sees("=", at: index + 3), !sees("!", at: index + 3) { return true }
            default: break
            }
            index += 1
        }
        return false
    }

    private mutating func disjunction() throws(Fault) {
        guard depth < Self.deepest else { throw Fault(nil) }
        depth += 1
        disjunctions += 1
        path.append(Alternative(disjunction: disjunctions, index: 0))
        while let next = peek(), next != ")" {
            if takes("|") {
                path[path.count - 1].index += 1
            } else {
                try term()
            }
        }
        path.removeLast()
        depth -= 1
    }

    private static let deepest = 200

    private mutating func term() throws(Fault) {
        let start = position
        if takes("^") || takes("$") { return try refuseQuantifier() }
        if takes("(") {
            let isQuantifiable = try group()
            return try isQuantifiable ? quantifier() : refuseQuantifier()
        }
        if takes("[") {
            _ = try hasSets ? setClass() : rangeClass()
            return try quantifier()
        }
        if takes("\\") {
            if takes("b") || takes("B") { return try refuseQuantifier() }
            try escape()
            return try quantifier()
        }
        if try bounds() || takes("*") || takes("+") || takes("?") {
            throw Fault("\"\(text(from: start))\" has nothing before it to repeat")
        }
        if isUnicode, let next = peek(), "]{}".unicodeScalars.contains(next) {
            throw Fault("\"\(next)\" is not escaped, which the flag \"\(hasSets ? "v" : "u")\" demands")
        }
        position += 1
        try quantifier()
    }

    private mutating func quantifier() throws(Fault) {
        guard try bounds() || takes("*") || takes("+") || takes("?") else { return }
        _ = takes("?")
    }

    private mutating func refuseQuantifier() throws(Fault) {
        let start = position
        if try bounds() || takes("*") || takes("+") || takes("?") {
            throw Fault("\"\(text(from: start))\" has nothing before it to repeat")
        }
    }

    /// `{2}`, `{2,}` and `{2,3}`; other braces are text, where they may be.
    private mutating func bounds() throws(Fault) -> Bool {
        let start = position
        guard takes("{") else { return false }
        if let low = number() {
            var high: Substring.UnicodeScalarView?
            let isRange = takes(",")
            if isRange { high = number() }
            if takes("}") {
                if let high, Self.isLess(high, than: low) {
                    throw Fault("the bounds \"\(text(from: start))\" are out of order")
                }
                return true
            }
        }
        position = start
        return false
    }

    private mutating func number() -> Substring.UnicodeScalarView? {
        var digits = Substring.UnicodeScalarView()
        while let next = peek(), ("0"..."9").contains(next) {
            digits.append(next)
            position += 1
        }
        return digits.isEmpty ? nil : digits
    }

    private static func isLess(_ left: Substring.UnicodeScalarView, than right: Substring.UnicodeScalarView) -> Bool {
        let (left, right) = (Array(left.drop { $0 == "0" }), Array(right.drop { $0 == "0" }))
        return left.count == right.count ? left.lexicographicallyPrecedes(right) : left.count < right.count
    }

    /// Behind `(`.
    /// - Returns: Whether a quantifier may follow.
    private mutating func group() throws(Fault) -> Bool {
        var isQuantifiable = true
        if takes("?") {
            if takes("=") || takes("!") {
                isQuantifiable = !isUnicode
            } else if takes("<=") || takes("<!") {
                isQuantifiable = false
            } else if takes("<") {
                groups += 1
                try name(groupName())
            } else {
                try modifiers()
            }
        } else {
            groups += 1
        }
        try disjunction()
        guard takes(")") else { throw Fault("a group has no closing parenthesis") }
        return isQuantifiable
    }

    /// `:`, `i:` or `i-m:`
    private mutating func modifiers() throws(Fault) {
        var seen: Set<Unicode.Scalar> = []
        var isNegative = false
        while !takes(":") {
            if !isNegative, takes("-") {
                isNegative = true
            } else if let next = peek(), "ims".unicodeScalars.contains(next), seen.insert(next).inserted {
                position += 1
            } else {
                throw Fault("\"(?\" does not begin a group")
            }
        }
        if isNegative, seen.isEmpty { throw Fault("\"(?-:\" does not begin a group") }
    }

    private mutating func name(_ name: [UInt32]) throws(Fault) {
        // One name for several groups is fine where only one of them can match.
        let isTaken = names.contains { other in
            other.name == name
                && !zip(other.path, path).contains { $0.disjunction == $1.disjunction && $0.index != $1.index }
        }
        if isTaken { throw Fault("two groups are named \"\(Self.text(name))\"") }
        names.append((name, path))
    }
}

/// Characters.
extension RegularExpressionSyntax {
    func peek(_ distance: Int = 0) -> Unicode.Scalar? {
        guard position + distance < characters.count else { return nil }
        // Half of a pair stands for itself.
        return Unicode.Scalar(characters[position + distance]) ?? "\u{FFFD}"
    }

    func sees(_ word: StaticString, at index: Int) -> Bool {
        guard index + word.utf8CodeUnitCount <= characters.count else { return false }
        return (0..<word.utf8CodeUnitCount).allSatisfy { characters[index + $0] == UInt32(word.utf8Start[$0]) }
    }

    mutating func takes(_ word: StaticString) -> Bool {
        guard sees(word, at: position) else { return false }
        position += word.utf8CodeUnitCount
        return true
    }

    func text(from start: Int) -> String { Self.text(Array(characters[start..<min(position, characters.count)])) }

    static func text(_ characters: [UInt32]) -> String {
        var text = ""
        for character in characters { text.unicodeScalars.append(Unicode.Scalar(character) ?? "\u{FFFD}") }
        return text
    }
}
