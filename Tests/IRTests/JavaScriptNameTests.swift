import IR
import Testing

@Suite("Names of variables", .timeLimit(.minutes(10)))
struct JavaScriptNameTests {
    @Test(
        "Names of variables",
        arguments: [
            ("item", true), ("$a_1", true), ("1a", false), ("class", false), ("a-b", false), ("", false),
            ("a b", false),
        ])
    func names(text: String, isName: Bool) { #expect(JavaScriptName.isIdentifier(text) == isName) }
}
