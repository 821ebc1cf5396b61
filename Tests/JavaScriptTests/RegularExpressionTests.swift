import Foundation
import JavaScript
import TestSupport
import Testing

@Suite("Regular expressions", .timeLimit(.minutes(10)))
struct RegularExpressionTests {
    private static let words = [
        "a", "(", ")", "(?:", "(?=", "(?<=", "(?<n>", "(?<m>", "(?<n", "[", "]", "[^", "-", "a-z", "z-a", "*", "+", "?",
        "{2}", "{2,}", "{3,1}", "{", "}", "|", "^", ".", "\\d", "\\b", "\\B", "\\k<n>", "\\k<q>", "\\k", "\\1",
        "\\9", "\\0", "\\00", "\\x41", "\\x4", "\\u0041", "\\u{41}", "\\u{110000}", "\\u{", "\\p{L}", "\\p{Foo}",
        "\\p{sc=Greek}", "\\p{gc=L}", "\\p{RGI_Emoji}", "\\P{RGI_Emoji}", "\\p", "\\cA", "\\c1", "\\-", "\\a", "\\/",
        "\\q{ab|c}", "\\q{a}", "&&", "--", "&", "!!", "~", "(?i:", "(?-i:", "(?i-i:", "(?-:", "\u{1F600}", "[[a]",
        "[a&&", "[a--", "\\ud83d\\ude00",
    ]
    private static let flags = ["", "", "u", "v", "v", "v", "g", "dimsy", "uv", "gg", "x", "dv"]

    @Test("What is valid is what the runtime takes", arguments: 0..<3 as Range<UInt64>)
    func agreement(seed: UInt64) async throws {
        var random = SeededGenerator(seed: Stress.seed &+ seed)
        var literals: Set<String> = []
        while literals.count < 20_000 {
            let pattern = (0..<Int.random(in: 1...7, using: &random)).map { _ in
                Self.words.randomElement(using: &random) ?? ""
            }
            literals.insert("/\(pattern.joined())/\(Self.flags.randomElement(using: &random) ?? "")")
        }
        let sorted = literals.sorted()
        let folder = try TemporaryFolder()
        let script = folder.url.appending(path: "valid.mjs")
        let program = """
            const lines = (await new Response(Deno.stdin.readable).text()).split("\\n");
            console.log(lines.map((line) => {
              const end = line.lastIndexOf("/");
              try {
                new RegExp(line.slice(1, end), line.slice(end + 1));
                return "1";
              } catch {
                return "0";
              }
            }).join(""));
            """
        try program.write(to: script, atomically: true, encoding: .utf8)
        let output = try await DenoRunner().run(script, input: sorted.joined(separator: "\n"))
        let valid = output.stdout.filter { $0 == "0" || $0 == "1" }
        #expect(valid.count == sorted.count, "\(output.stderr)")
        #expect(valid.count { $0 == "1" } > 1_000)
        let wrong = zip(sorted, valid).filter { literal, isValid in
            (RegularExpressionSyntax.fault(in: literal) == nil) != (isValid == "1")
        }
        #expect(wrong.isEmpty, "seed \(Stress.seed &+ seed): \(wrong.prefix(5))")
    }

    @Test(
        "What is wrong is named",
        arguments: [
            ("/(/", "no closing parenthesis"), ("/)/", "no opening parenthesis"), ("/[a/", "no closing bracket"),
            ("/*/", "nothing before it"), ("/a/gg", "\"g\" occurs twice"), ("/a/z", "\"z\" is not a flag"),
            ("/a/uv", "exclude one another"), ("/[b-a]/", "\"b-a\" is out of order"), ("/a{2,1}/", "out of order"),
            ("/(?<a>x)(?<a>y)/", "two groups are named \"a\""), ("/\\k<b>(?<a>x)/", "no group is named \"b\""),
            ("/\\p{Nope}/u", "\"Nope\" is not a Unicode property"), ("/\\y/u", "\\y is not an escape"),
            ("/a", "no end"),
        ])
    func reasons(literal: String, reason: String) {
        #expect(RegularExpressionSyntax.fault(in: literal)?.contains(reason) == true)
    }

    @Test("Nesting without end is left to the runtime, and ends")
    func depth() {
        let groups = String(repeating: "(", count: 20_000) + String(repeating: ")", count: 20_000)
        #expect(RegularExpressionSyntax.fault(in: "/\(groups)/") == nil)
        let classes = String(repeating: "[", count: 20_000) + "a" + String(repeating: "]", count: 20_000)
        #expect(RegularExpressionSyntax.fault(in: "/\(classes)/v") == nil)
    }
}
