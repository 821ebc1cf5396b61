/// Which messages of a session were received. The last ones are remembered; all before them count as received.
struct MessageWindow: Sendable {
    /// Messages that may be received before one that was sent earlier.
    static let width = 16_384
    private static let bits = UInt64.bitWidth

    /// A ring: number `n` is the bit `n % width`.
    private var words = [UInt64](repeating: 0, count: width / bits)
    private var highest = 0

    /// - Parameter number: From 1.
    func has(_ number: Int) -> Bool {
        guard number >= 1, number > highest - Self.width else { return true }
        return number <= highest && isSet(number)
    }

    /// - Returns: `false` for a number that was received.
    mutating func insert(_ number: Int) -> Bool {
        guard !has(number) else { return false }
        if number - highest >= Self.width {
            words = Array(repeating: 0, count: words.count)
        } else if number > highest {
            for skipped in (highest + 1)...number { words[Self.word(of: skipped)] &= ~Self.bit(of: skipped) }
        }
        highest = max(highest, number)
        words[Self.word(of: number)] |= Self.bit(of: number)
        return true
    }

    private func isSet(_ number: Int) -> Bool { words[Self.word(of: number)] & Self.bit(of: number) != 0 }

    private static func word(of number: Int) -> Int { number % width / bits }

    private static func bit(of number: Int) -> UInt64 { 1 << UInt64(number % bits) }
}
