/// Texts on which a regular expression that backtracks without bound exceeds the limits of a match: repetitions of
/// what it mentions, with an end that does not match.
package struct PatternProbe: Sendable {
    /// Characters of a text: where four repetitions of the same character in a row still pass, and nested ones do not.
    private static let length = 64
    private static let mostTexts = 64
    /// Of classes that name no character: `\w`, `.`, `[^,]`.
    private static let common = ["a", "A", "0", " ", "-", "_", ".", "/", "é"]

    private let pattern: Pattern
    private let texts: [String]

    package init(_ text: String) throws(InvalidPattern) {
        pattern = try Pattern(text, .whole, skipsHopeless: false)
        let units = Self.units(of: Array(text))
        texts = units.flatMap { unit in
            ["!", "\u{1}"].map { String(repeating: unit, count: Self.length / unit.count) + $0 }
        }
    }

    /// - Throws: ``PatternLimitExceeded`` for an expression that would keep who matches it busy.
    package func run() throws(PatternLimitExceeded) {
        for text in texts { _ = try pattern.matches(text) }
    }

    /// What is repeated: the words of one to three characters in the expression.
    private static func units(of pattern: [Character]) -> [String] {
        var seen: Set<String> = []
        var units = common.filter { seen.insert($0).inserted }
        for size in 1...3 {
            for start in pattern.indices.dropLast(size - 1) {
                let unit = String(pattern[start..<start + size])
                guard unit.allSatisfy({ $0.isLetter || $0.isNumber || $0.isPunctuation || $0.isSymbol }) else {
                    continue
                }
                if seen.insert(unit).inserted { units.append(unit) }
            }
        }
        return Array(units.prefix(mostTexts))
    }
}
