import Foundation
import JavaScript
import TestSupport
import Testing

@Suite("Values of literals", .timeLimit(.minutes(10)))
struct LiteralValueTests {
    private static let pieces = [
        "a", "é", "\u{1F600}", "'", "\"", "`", "\\'", "\\\"", "\\`", "\\\\", "\\n", "\\r", "\\t", "\\b", "\\v", "\\f",
        "\\0",
        "\\00", "\\1", "\\8", "\\x41", "\\x4", "\\xzz", "\\u0041", "\\u004", "\\u{41}", "\\u{1F600}", "\\u{110000}",
        "\\u{}",
        "\\ud83d\\ude00", "\\ud83d", "\\\n", "\\\r\n", "\n", "\\a", "\\/", "$", "{", "\\${", "\u{2028}", "0", "7",
    ]

    @Test(
        "A literal has the value that the runtime gives it, or none where that refuses it",
        arguments: 0..<3 as Range<UInt64>)
    func agreement(seed: UInt64) async throws {
        var random = SeededGenerator(seed: Stress.seed &+ seed)
        var literals: Set<String> = []
        while literals.count < 5_000 {
            let quote = ["'", "\"", "`"].randomElement(using: &random) ?? "'"
            let content = (0..<Int.random(in: 0...5, using: &random)).map { _ in
                Self.pieces.randomElement(using: &random) ?? ""
            }
            let literal = quote + content.joined() + quote
            // One literal, and nothing else.
            if JavaScriptSource(literal).tokens.count == 1 { literals.insert(literal) }
        }
        let sorted = literals.sorted()
        let folder = try TemporaryFolder()
        let script = folder.url.appending(path: "values.mjs")
        let program = """
            const literals = JSON.parse(await new Response(Deno.stdin.readable).text());
            console.log(JSON.stringify(literals.map((literal) => {
              try {
                return new Function(`"use strict"; return (${literal});`)().toWellFormed();
              } catch {
                return null;
              }
            })));
            """
        try program.write(to: script, atomically: true, encoding: .utf8)
        let input = String(decoding: try JSONEncoder().encode(sorted), as: UTF8.self)
        let output = try await DenoRunner().run(script, input: input)
        let values = try JSONDecoder().decode([String?].self, from: Data(output.stdout.utf8))
        #expect(values.count == sorted.count && values.count { $0 != nil } > 1_000, "\(output.stderr)")
        let wrong = zip(sorted, values).filter { literal, value in
            let source = JavaScriptSource(literal)
            return source.value(of: source.tokens[0]) != value
        }
        #expect(wrong.isEmpty, "seed \(Stress.seed &+ seed): \(wrong.prefix(5))")
    }
}
