/// A set of numbers, most of them near each other: what a process was given in its life, of which there is no end.
struct NumberSet: Sendable {
    private var words: [Int: UInt64] = [:]

    func contains(_ number: Int) -> Bool {
        guard let word = words[number >> 6] else { return false }
        return word & (1 << UInt64(number & 63)) != 0
    }

    /// - Returns: `false` when it was in the set already.
    @discardableResult
    mutating func insert(_ number: Int) -> Bool {
        let bit: UInt64 = 1 << UInt64(number & 63)
        let word = words[number >> 6, default: 0]
        words[number >> 6] = word | bit
        return word & bit == 0
    }
}
