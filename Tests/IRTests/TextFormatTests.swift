import IR
import JSON
import Testing

@Suite("Formats of text")
struct TextFormatTests {
    @Test(
        "Semantic versions",
        arguments: [
            ("1.0.0", true), ("0.10.3-beta.1+build-5", true), ("1.2.3+x", true), ("1.2", false), ("1.2.3.4", false),
            ("v1.2.3", false), ("1..3", false), ("1.2.3-", false), ("1.2.3-ä", false), ("", false), ("1.2.", false),
        ])
    func versions(text: String, isVersion: Bool) { #expect(TextFormat.isSemanticVersion(text) == isVersion) }

    @Test(
        "Dates and times",
        arguments: [
            ("2026-11-24", true), ("2024-02-29", true), ("2026-02-29", false), ("2026-11-24T09:00:00Z", true),
            ("2026-11-24T09:00:00.123+02:00", true), ("2026-11-24 09:00", true), ("2026-13-01", false),
            ("2026-11-24T25:00:00Z", false), ("tomorrow", false), ("", false), ("2026-11-24T", false),
        ])
    func dates(text: String, isDate: Bool) { #expect(TextFormat.isDateTime(text) == isDate) }

    @Test(
        "Names of variables",
        arguments: [
            ("item", true), ("$a_1", true), ("1a", false), ("class", false), ("a-b", false), ("", false),
            ("a b", false),
        ])
    func names(text: String, isName: Bool) { #expect(JavaScriptName.isIdentifier(text) == isName) }
}
