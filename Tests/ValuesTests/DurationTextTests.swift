import JSON
import Testing
import Values

@Suite("Durations", .timeLimit(.minutes(10)))
struct DurationTextTests {
    @Test(
        "What is a duration, in milliseconds",
        arguments: [
            (500, 500), (0, 0), (0.5, 1), (1.4, 1), ("500 milliseconds", 500), ("1 millisecond", 1),
            ("30 seconds", 30_000), ("1 minute", 60_000), ("1.1 minutes", 66_000), ("1.5 hours", 5_400_000),
            ("7 days", 604_800_000), ("2 weeks", 1_209_600_000), ("1 month", 2_592_000_000),
            ("1 year", 31_536_000_000), ("0 seconds", 0), ("007 SECONDS", 7_000), ("1\t\n minuteS", 60_000),
        ] as [(JSONValue, Int)])
    func accepted(value: JSONValue, milliseconds: Int) throws {
        #expect(try DurationText.milliseconds(of: value) == milliseconds)
    }

    @Test(
        "What is not",
        arguments: [
            -1, "-1 second", "+1 second", "1e3 seconds", "500 ms", "1 s", "1second", " 1 second", "1 second ", "",
            "5", "seconds", ".5 seconds", "1. seconds", "1,5 hours", "1_000 seconds", "soon", "5 moons", "1 2 seconds",
            "1 secondss", "Infinity seconds", "nan seconds", "0x10 seconds", "١ second", "1 wee\u{212A}", "1\u{A0}day",
            true, nil, [], [:],
        ] as [JSONValue])
    func rejected(value: JSONValue) {
        #expect(throws: InvalidDuration(value.text, .notADuration(.milliseconds))) {
            try DurationText.milliseconds(of: value)
        }
    }

    @Test("A bare number counts seconds where its place says so; text does not change")
    func seconds() throws {
        #expect(try DurationText.milliseconds(of: 1.5, numbersAre: .seconds) == 1500)
        #expect(try DurationText.milliseconds(of: "2 milliseconds", numbersAre: .seconds) == 2)
        let error = InvalidDuration("-1", .notADuration(.seconds))
        #expect(throws: error) { try DurationText.milliseconds(of: -1, numbersAre: .seconds) }
        #expect("\(error)".contains("a number of seconds"))
        #expect(throws: InvalidDuration("\"soon\"", .notADuration(.seconds))) {
            try DurationText.milliseconds(of: "soon", numbersAre: .seconds)
        }
    }

    @Test(
        "The longest is 365 days",
        arguments: [
            ("365 days", 1), (31_536_000_000, 1), ("366 days", nil), (31_536_000_001, nil), ("1.1 years", nil),
            (.string(String(repeating: "9", count: 400) + " years"), nil), (1e300, nil),
        ] as [(JSONValue, Int?)])
    func longest(value: JSONValue, years: Int?) {
        let milliseconds = try? DurationText.milliseconds(of: value)
        #expect(milliseconds == years.map { $0 * DurationText.longestMilliseconds })
        if years == nil {
            #expect(throws: InvalidDuration(value.text, .tooLong)) { try DurationText.milliseconds(of: value) }
        }
    }
}
