import Storage
import Testing

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
