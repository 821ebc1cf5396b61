import Testing
import Values

@Suite(.timeLimit(.minutes(10))) struct TimestampTests {
    @Test(
        "A moment is written in UTC with milliseconds, and read back",
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (951_827_696_789, "2000-02-29T12:34:56.789Z"),
            (1_774_778_400_000, "2026-03-29T10:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
            (4_107_542_399_999, "2100-02-28T23:59:59.999Z"), (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
        ] as [(Int64, String)])
    func spelling(milliseconds: Int64, text: String) {
        #expect(Timestamp(milliseconds: milliseconds).iso8601 == text)
        #expect(Timestamp(iso8601: text) == Timestamp(milliseconds: milliseconds))
    }

    @Test("Any number can be shown and added to: a plugin may report any time")
    func extremes() {
        for milliseconds in [Int64.min, -62_167_219_200_001, .max, 253_402_300_800_000] {
            let time = Timestamp(milliseconds: milliseconds)
            #expect(time.iso8601 == (milliseconds < 0 ? "0000-01-01T00:00:00.000Z" : "9999-12-31T23:59:59.999Z"))
            #expect(Timestamp.written.contains(Timestamp(provided: Int(milliseconds))))
            let end: Int64 = milliseconds < 0 ? .min : .max
            #expect(time.adding(milliseconds: end).milliseconds == end)
        }
        #expect(Timestamp(provided: 1).milliseconds == 1)
    }

    @Test(
        "Adding and subtracting durations keeps milliseconds, and stays in range",
        arguments: [
            (.milliseconds(1), 1), (.seconds(-90), -90_000),
            (.milliseconds(9_007_199_254_740_993), 9_007_199_254_740_993),
            (.microseconds(1_999), 1), (.seconds(Int64.max), 9_223_372_036_854_774_000),
        ] as [(Duration, Int)])
    func durations(length: Duration, milliseconds: Int) {
        #expect(length.milliseconds == milliseconds)
        let start = Timestamp(milliseconds: 5)
        let end = start + length
        #expect(end.milliseconds == 5 + Int64(milliseconds))
        #expect(end - start == .milliseconds(milliseconds) && start - end == .milliseconds(-milliseconds))
        #expect(end - length == start)
        #expect(Timestamp.distantFuture + .seconds(1) == .distantFuture)
        #expect(Timestamp.distantPast - .seconds(1) == .distantPast)
    }

    @Test(
        "A time of another zone is that moment",
        arguments: [("2026-11-24T12:00:00+02:00", "10:00:00.000"), ("2026-11-24T12:00:00.5-03:30", "15:30:00.500")])
    func zones(text: String, time: String) {
        #expect(Timestamp(rfc3339: text)?.iso8601 == "2026-11-24T\(time)Z")
    }

    @Test(
        "Text that is no moment is refused",
        arguments: ["", "2026-03-29", "2026-02-30T10:00:00.000Z", "2026-03-29T10:00:00Z", "2026-13-01T00:00:00.000Z"])
    func malformed(text: String) { #expect(Timestamp(iso8601: text) == nil) }
}
