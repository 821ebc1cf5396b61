import Testing
import Values

@Suite("Words of others that people read", .timeLimit(.minutes(10)))
struct ShownTextTests {
    @Test(
        "Control characters and those that turn the direction of text are left out, and lines are one",
        arguments: [
            ("plain äöü 你好 👩‍👩‍👧", "plain äöü 你好 👩‍👩‍👧"), ("a\u{1B}[31mred\u{7}", "a[31mred"),
            ("one\r\ntwo\u{2028}three\tfour", "one  two three four"), ("nul\0l", "null"),
            ("safe\u{202E}txt.exe\u{202C}", "safetxt.exe"), ("\u{2066}a\u{2069}\u{200F}b\u{61C}", "ab"),
        ])
    func line(text: String, shown: String) { #expect(ShownText.line(text) == shown) }

    @Test("Lines and tabs stay where a text has lines")
    func lines() {
        #expect(ShownText.lines("a\r\n\tb\u{2029}c\u{1B}]0;title\u{7}\u{202E}") == "a\n\tb\nc]0;title")
    }
}
