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
        "null", "({", "})", "a => a", "f(", "g: 1",
    ]

    @Test("What is taken for an expression is one to esbuild", arguments: 0..<8 as Range<UInt64>)
    func accepted(seed: UInt64) async throws {
        var random = Mix(state: seed &+ 1)
        var accepted: [String] = []
        for _ in 0..<60_000 {
            let words = (0..<Int.random(in: 1...9, using: &random)).map { _ in
                Self.words.randomElement(using: &random) ?? ""
            }
            let text = words.joined(separator: " ")
            // A function's body is the parser's: what is wrong in it is an error of code, not a text.
            let hasBody = text.contains("=> {") || text.contains(/function (\w+ )?\(/)
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

    /// SplitMix64.
    private struct Mix: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }
}
