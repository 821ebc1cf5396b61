import JSON
import Testing

@testable import CLI

@Suite("YAML of others is bounded", .timeLimit(.minutes(10)))
struct YAMLLimitTests {
    private func problem(_ text: String) -> String? {
        do {
            _ = try DocumentFile(path: "a.yaml", text: text)
            return nil
        } catch { return "\(error)" }
    }

    /// Nine levels, each with nine aliases of the one before.
    private static let levels = (1..<10).map { level in
        "a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ") + "]"
    }

    @Test(
        "Aliases of aliases are refused at a place, as values and as keys",
        arguments: [
            (["a0: &a0 [lol, lol]"] + levels).joined(separator: "\n"),
            (["a0: &a0 {k: v}"] + levels).joined(separator: "\n"),
            (["a0: &a0 " + String(repeating: "x", count: 100_000)] + levels.prefix(4)).joined(separator: "\n"),
        ])
    func bomb(text: String) throws {
        let told = try #require(problem(text))
        #expect(told.hasPrefix("a.yaml:") && told.contains("larger than 32 MiB with its aliases expanded"), "\(told)")
    }

    @Test(
        "A key that is not a text is refused before anything is compared with it",
        arguments: ["? *a9\n: 1", "? [*a9, *a9]\n: 1", "{*a1 : 1}"])
    func keys(key: String) throws {
        let anchors = Self.levels.dropLast(key.contains("a9") ? 0 : 8).prefix(key.contains("a9") ? 4 : 1)
        let known = key.replacing("a9", with: "a4")
        let text = (["x:", "- &a0 [1]"] + anchors.map { "- " + $0.split(separator: ": ")[1] }).joined(separator: "\n")
        let whole = known.hasPrefix("{") ? "\(text)\ny: \(known)\n" : "\(text)\n\(known)\n"
        #expect(try #require(problem(whole)).contains("A key must be a string."), "\(whole)")
    }

    @Test("Deep nesting is refused, also through aliases", arguments: [600, 999, 5_000])
    func depth(levels: Int) throws {
        let told = try #require(
            problem(String(repeating: "[", count: levels) + String(repeating: "]", count: levels)))
        #expect(told.hasPrefix("a.yaml:1:") && told.lowercased().contains("nest"), "\(told)")
        let half = String(repeating: "[", count: 300)
        let end = String(repeating: "]", count: 300)
        let through = try #require(problem("a: &a \(half)1\(end)\nb: \(half)*a\(end)\n"))
        #expect(through.contains("Nested deeper than 512 levels"), "\(through)")
    }

    @Test("Very many keys of one object are refused")
    func manyKeys() throws {
        let text = (0...10_000).map { "k\($0): 1" }.joined(separator: "\n")
        #expect(try #require(problem(text)).contains("More than 10000 keys"))
    }

    @Test("Aliases are what they stand for, and a star elsewhere stays a star")
    func aliases() throws {
        let text = """
            base: &base {text: "2 * 3", code: a * b}
            copy: *base
            list: [&x one, *x, "*x", '*x', a*b, "\u{E000}"]
            key: &name member
            more: {*name : 1}
            code: |
              *x is not an alias; return 2 * y;
            folded: >-
              *a
              *b
            """
        let value = try DocumentFile(path: "a.yaml", text: text).value
        #expect(
            value == [
                "base": ["text": "2 * 3", "code": "a * b"], "copy": ["text": "2 * 3", "code": "a * b"],
                "list": ["one", "one", "*x", "*x", "a*b", "\u{E000}"], "key": "member", "more": ["member": 1],
                "code": "*x is not an alias; return 2 * y;\n", "folded": "*a *b",
            ])
    }

    @Test("What is wrong with aliases and keys has its place", arguments: ["a: *none", "a: 1\na: 2", "a: &b [*b]"])
    func places(text: String) throws {
        let told = try #require(problem(text))
        #expect(told.contains(#/^a\.yaml:[12]:\d+: error: .*(has no anchor|is repeated)/#), "\(told)")
    }
}
