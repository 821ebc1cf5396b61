import Testing
import Values

@Suite("Formats of text", .timeLimit(.minutes(10)))
struct TextFormatTests {
    @Test(
        "Dates and times",
        arguments: [
            ("2026-11-24", true), ("2024-02-29", true), ("2026-02-29", false), ("2026-11-24T09:00:00Z", true),
            ("2026-11-24T09:00:00.123+02:00", true), ("2026-11-24 09:00", true), ("2026-13-01", false),
            ("2026-11-24T23:59:60Z", false), ("2026-11-24T09:00:00+25:00", false), ("2026-11-24T09:00+02:60", false),
            ("2026-11-24T09:00+0200", true), ("2026-11-24T09:00-02", true), ("2026-11-24T24:00", true),
            ("2026-11-24T24:01", false), ("2026-11-24T9:00", false), ("2026-11-24T09:00:1e1Z", false),
            ("2026-11-24T09:00:00.Z", false), ("2026-11-24T09:00Zx", false), ("1", false), ("May 5", false),
            ("12/01/2020", false), ("2026-11-24T25:00:00Z", false), ("tomorrow", false), ("", false),
            ("2026-11-24T", false),
        ])
    func dates(text: String, isDate: Bool) { #expect(TextFormat.isDateTime(text) == isDate) }

    @Test(
        "A URL has no port, or one that there is",
        arguments: [
            ("http://a", true), ("https://a:0/", true), ("http://a:65535/x?y:99999#z:99999", true),
            ("http://a:65536", false), ("http://127.0.0.1:99999/", false), ("http://[::1]:70000/", false),
            ("http://[::1]", true), ("http://[::1]:80/", true), ("http://u:p@a:99999/", false),
            ("http://u:99999@a/", true),
            ("http://a:18446744073709551616/", false), ("http://a:0000000080/", true),
            ("http://a:{{ port }}/", true),
            ("http://a:", true), ("HTTP://A:70000?x", false),
        ])
    func ports(url: String, hasPort: Bool) {
        #expect(TextFormat.hasPort(url) == hasPort)
        #expect(TextFormat.isURL(url) == (hasPort && !url.contains(" ")))
    }

    @Test(
        "A time in milliseconds since 1970",
        arguments: [
            ("1970-01-02", 86_400_000), ("1970-01-01T00:00:01.5Z", 1500), ("1970-01-01T02:00+02:00", 0),
            ("1969-12-31T22:30:00.0019-0130", 1), ("1970-01-01 24:00", 86_400_000), ("1970-01-01t00:00:00z", 0),
        ])
    func milliseconds(text: String, expected: Int) { #expect(DateTimeText.milliseconds(of: text) == expected) }
}
