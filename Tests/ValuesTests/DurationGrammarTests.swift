import Foundation
import TestSupport
import Testing
import Values

@Suite("The grammar of durations", .timeLimit(.minutes(10)))
struct DurationGrammarTests {
    @Test("Random texts are read as a regular expression of the specification reads them")
    func expression() throws {
        let seed = Stress.seed
        var spelling = RandomSpelling(seed: seed)
        var accepted = 0
        for _ in 0..<Stress.size(small: 3_000, large: 100_000) {
            let text = spelling.duration()
            let expected = Self.milliseconds(text)
            #expect((try? DurationText.milliseconds(of: text)) == expected, "\(text.debugDescription), seed \(seed)")
            if expected != nil { accepted += 1 }
        }
        #expect(accepted > 100, "seed \(seed)")
    }

    /// By the words of `ir.md`, in another way than the parser.
    private static func milliseconds(_ text: String) -> Int? {
        let grammar =
            /([0-9]+(?:\.[0-9]+)?)[ \t\n\u{B}\f\r]+(millisecond|second|minute|hour|day|week|month|year)s?/
            .ignoresCase().matchingSemantics(.unicodeScalar).asciiOnlyCharacterClasses()
        guard text.utf8.allSatisfy({ $0 < 0x80 }), let match = try? grammar.wholeMatch(in: text) else { return nil }
        let hours = ["hour": 1.0, "day": 24, "week": 168, "month": 720, "year": 8760]
        let scale = ["millisecond": 1.0, "second": 1000, "minute": 60_000]
        let unit = match.2.lowercased()
        guard let length = scale[unit] ?? hours[unit].map({ $0 * 3_600_000 }), let amount = Double(match.1) else {
            return nil
        }
        let exact = amount * length
        return exact <= 365 * 24 * 3_600_000 ? Int(exact.rounded()) : nil
    }
}
