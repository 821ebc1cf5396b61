import Storage
import Testing

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

@Suite(.timeLimit(.minutes(10))) struct IdentifierTests {
    @Test("An id made later sorts later")
    func order() {
        let ids = (0..<200).map { Identifier<Database>.make(at: Timestamp(milliseconds: 1_774_778_400_000 + $0)).text }
        #expect(ids == ids.sorted())
        #expect(Set(ids).count == ids.count)
    }

    @Test("An id is a UUID of version 7")
    func shape() throws {
        let shape = try Regex("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
        #expect(Identifier<Database>.make().text.wholeMatch(of: shape) != nil)
    }
}

@Suite(.timeLimit(.minutes(10))) struct CursorTests {
    @Test("A cursor is an id and a moment, and is read back")
    func spelling() {
        let cursor = Cursor(id: "abc_123", createdAt: Timestamp(milliseconds: 1_774_778_400_000))
        #expect(cursor.text == "abc_123_2026-03-29T10:00:00.000Z")
        #expect(Cursor(text: cursor.text) == cursor)
    }

    @Test("Text that is no cursor is refused", arguments: ["", "abc", "_2026-03-29T10:00:00.000Z", "abc_yesterday"])
    func malformed(text: String) { #expect(Cursor(text: text) == nil) }
}
