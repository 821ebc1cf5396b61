import Testing
import Values

@Suite("Formats of text")
struct TextFormatTests {
    @Test(
        "Dates and times",
        arguments: [
            ("2026-11-24", true), ("2024-02-29", true), ("2026-02-29", false), ("2026-11-24T09:00:00Z", true),
            ("2026-11-24T09:00:00.123+02:00", true), ("2026-11-24 09:00", true), ("2026-13-01", false),
            ("2026-11-24T25:00:00Z", false), ("tomorrow", false), ("", false), ("2026-11-24T", false),
        ])
    func dates(text: String, isDate: Bool) { #expect(TextFormat.isDateTime(text) == isDate) }
}
