import Testing

@testable import Values

@Suite("Many texts in another", .timeLimit(.minutes(3)))
struct TextIndexTests {
    @Test("They are found as if each was searched for at each position")
    func agreement() {
        var random = SystemRandomNumberGenerator()
        func word(_ lengths: ClosedRange<Int>) -> String {
            String((0..<Int.random(in: lengths, using: &random)).map { _ in "ab".randomElement(using: &random)! })
        }
        for _ in 0..<2_000 {
            let texts = Set((0..<Int.random(in: 0...6, using: &random)).map { _ in word(1...9) })
            let text = word(0...20)
            let bytes = Array(text.utf8)
            let index = TextIndex(texts)
            #expect(index.ranges(in: bytes) == Self.ranges(of: texts, in: bytes), "\(texts) in \(text)")
            for fewest in [4, 6] {
                let expected = Self.beginning(of: texts, atEndOf: bytes, fewest)
                #expect(index.beginning(atEndOf: bytes, fewest: fewest) == expected, "\(texts) in \(text)")
            }
        }
    }

    private static func ranges(of texts: Set<String>, in bytes: [UInt8]) -> [Range<Int>] {
        bytes.indices.reduce(into: [Range<Int>]()) { ranges, start in
            let found = texts.map { Array($0.utf8) }.filter { $0.count >= 4 && bytes[start...].starts(with: $0) }
            guard let longest = found.map(\.count).max() else { return }
            if let last = ranges.last, start < last.upperBound {
                ranges[ranges.count - 1] = last.lowerBound..<max(last.upperBound, start + longest)
            } else {
                ranges.append(start..<start + longest)
            }
        }
    }

    private static func beginning(of texts: Set<String>, atEndOf bytes: [UInt8], _ fewest: Int) -> Int? {
        bytes.indices.first { start in
            bytes.count - start >= fewest
                && texts.contains {
                    $0.utf8.count >= 4 && $0.utf8.count > bytes.count - start
                        && $0.utf8.starts(with: bytes[start...])
                }
        }
    }
}
