import JavaScript
import TestSupport
import Testing

@Suite("JavaScriptExpression and esbuild", .timeLimit(.minutes(10)))
struct ExpressionAgreementTests {
    private static let words = [
        "a", "b.c", "d", "(", ")", "[", "]", "{", "}", ",", ":", "?", ".", "?.", "=>", "...", "+", "-", "!", "typeof",
        "await",
        "new", "1", "'s'", "`t`", "`u${", "}v`", "/r/", "===", "&&", "??", "**", "in", "async", "=", "++", "function",
        "return",
        "null", "({", "})", "a => a", "f(", "g: 1", "this", "get a() {}", "m(b) {}", "async", "*", "class {}",
        "class E extends F {}",
    ]

    @Test("What is taken for an expression is one to esbuild", arguments: 0..<8 as Range<UInt64>)
    func accepted(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed &+ 1)
        var accepted: [String] = []
        for _ in 0..<60_000 {
            let words = (0..<Int.random(in: 1...9, using: &random)).map { _ in
                Self.words.randomElement(using: &random) ?? ""
            }
            let text = words.joined(separator: " ")
            // A function's body is the parser's: what is wrong in it is an error of code, not a text.
            let hasBody = text.contains("=> {") || text.contains(/function (\* )?(\w+ )?\(/)
            if words.count > 1, !hasBody, JavaScriptExpression(JavaScriptSource(text)) != nil {
                accepted.append(text)
            }
        }
        #expect(accepted.count > 200)
        let module = accepted.map { "(async () => (\($0)));" }.joined(separator: "\n")
        let output = try await Command("esbuild", ["--loader=js", "--format=esm", "--color=false", "--log-limit=5"])
            .run(input: module)
        #expect(output.status == 0, "\(output.stderr)")
    }
}
