/// Many texts, each of which is found in another text in the time that it takes to read that once.
struct TextIndex: Sendable {
    /// Bytes by which texts are found; shorter ones are left out.
    static let shortest = 4

    /// In the order of their bytes.
    private let texts: [[UInt8]]
    /// Of each, the longest of the others that it begins with.
    private let beginnings: [Int?]
    /// Those with the same first bytes.
    private let groups: [UInt32: Range<Int>]
    private let longest: Int

    init(_ texts: Set<String>) {
        let sorted = texts.map { Array($0.utf8) }.filter { $0.count >= Self.shortest }
            .sorted { $0.lexicographicallyPrecedes($1) }
        var beginnings: [Int?] = []
        var chain: [Int] = []
        var groups: [UInt32: Range<Int>] = [:]
        for (index, text) in sorted.enumerated() {
            while let last = chain.last, !text.starts(with: sorted[last]) { chain.removeLast() }
            beginnings.append(chain.last)
            chain.append(index)
            let start = text.prefix(Self.shortest).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            groups[start] = (groups[start]?.lowerBound ?? index)..<index + 1
        }
        self.texts = sorted
        self.beginnings = beginnings
        self.groups = groups
        longest = sorted.lazy.map(\.count).max() ?? 0
    }

    var isEmpty: Bool { texts.isEmpty }

    /// Where texts stand in another; those that overlap are one range.
    func ranges(in bytes: [UInt8]) -> [Range<Int>] {
        guard !isEmpty else { return [] }
        var ranges: [Range<Int>] = []
        var start: UInt32 = 0
        for (end, byte) in bytes.enumerated() {
            start = start << 8 | UInt32(byte)
            let position = end + 1 - Self.shortest
            guard position >= 0, let group = groups[start], let length = length(at: position, group, in: bytes) else {
                continue
            }
            let range = position..<position + length
            if let last = ranges.last, range.lowerBound < last.upperBound {
                ranges[ranges.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                ranges.append(range)
            }
        }
        return ranges
    }

    /// Where the last bytes begin that one of the texts begins with, but does not end with.
    /// - Parameter fewest: Bytes.
    func beginning(atEndOf bytes: [UInt8], fewest: Int) -> Int? {
        guard longest > fewest, bytes.count >= fewest else { return nil }
        return (max(0, bytes.count - longest + 1)...bytes.count - fewest).first { position in
            let end = bytes[position...]
            let next = index { end.lexicographicallyPrecedes($0) }
            return next < texts.count && texts[next].starts(with: end)
        }
    }

    /// Of the longest text at a position.
    private func length(at position: Int, _ group: Range<Int>, in bytes: [UInt8]) -> Int? {
        let rest = bytes[position...]
        // What stands there is the last text before it in their order, or one that this begins with.
        var candidate: Int? = index(in: group) { rest.lexicographicallyPrecedes($0) } - 1
        while let index = candidate, group.contains(index) {
            if rest.starts(with: texts[index]) { return texts[index].count }
            candidate = beginnings[index]
        }
        return nil
    }

    /// The first text that is far enough; their number where none is.
    private func index(in range: Range<Int>? = nil, isFarEnough: ([UInt8]) -> Bool) -> Int {
        var (low, high) = (range?.lowerBound ?? 0, range?.upperBound ?? texts.count)
        while low < high {
            let middle = (low + high) / 2
            if isFarEnough(texts[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
