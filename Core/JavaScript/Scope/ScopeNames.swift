/// Gives every spelling a number, so that names are compared as numbers.
struct ScopeNames {
    /// Open addressing; -1 is free.
    private var slots: [Int32]
    private var entries: [(hash: UInt64, range: Range<Int>)] = []

    init(atMost count: Int) {
        var size = 16
        while size < count * 2 { size *= 2 }
        slots = Array(repeating: -1, count: size)
        entries.reserveCapacity(count / 2)
    }

    var count: Int { entries.count }

    mutating func number(of range: Range<Int>, in bytes: [UInt8]) -> Int {
        let hash = Self.hash(bytes, range)
        var slot = Int(truncatingIfNeeded: hash >> 20) & (slots.count - 1)
        while slots[slot] >= 0 {
            let entry = entries[Int(slots[slot])]
            if entry.hash == hash, bytes[entry.range] == bytes[range] { return Int(slots[slot]) }
            slot = (slot + 1) & (slots.count - 1)
        }
        slots[slot] = Int32(entries.count)
        entries.append((hash, range))
        return entries.count - 1
    }

    /// Seeded, so that nobody can write code whose names all meet in one slot.
    private static let seed = UInt64.random(in: .min ... .max) | 1

    private static func hash(_ bytes: [UInt8], _ range: Range<Int>) -> UInt64 {
        var hash = seed
        for index in range { hash = (hash ^ UInt64(bytes[index])) &* 0x9E37_79B9_7F4A_7C15 }
        return hash ^ hash >> 29
    }
}
