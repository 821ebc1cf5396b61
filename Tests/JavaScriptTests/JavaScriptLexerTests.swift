import JavaScript
import Testing

@Suite("JavaScriptLexer", .timeLimit(.minutes(10)))
struct JavaScriptLexerTests {
    @Test("Tokens follow one another without a gap", arguments: Snippets.all + Snippets.broken)
    func noGaps(code: String) {
        let source = JavaScriptSource(code)
        var end = 0
        for token in source.tokens {
            #expect(token.range.lowerBound == end)
            #expect(!token.range.isEmpty)
            end = token.range.upperBound
        }
        #expect(end == source.bytes.count)
    }

    @Test(
        "A slash divides or starts a regular expression",
        arguments: [
            ("a / b / c", []), ("x = /b/g", ["/b/g"]), ("f(/[/]/, 1)", ["/[/]/"]), ("a[0] / 2 / 3", []),
            ("return /x/.test(y)", ["/x/"]), ("o.return / 2 / 3", []), ("if (a) /x/.test(b)", ["/x/"]),
            ("f(a) / 2 / 3", []), ("while (a) /x/.exec(a)", ["/x/"]), ("i++ / 2 / 3", []), ("a! / 2 / 3", []),
            ("!/x/.test(a)", ["/x/"]), ("function f() {} /x/.test(a)", ["/x/"]),
            ("x = function () {} / 2 / 3", []), ("x = {} / 2 / 3", []), ("{}\n/x/.test(a)", ["/x/"]),
            ("({}) / 2 / 3", []), ("`${a / b}` / 2 / `${/x/.test(a)}`", ["/x/"]),
            ("switch (a) { case /x/.test(b): {} /y/.test(c) }", ["/x/", "/y/"]),
            ("switch (a) { case b ? c : d: {} /y/.test(c) }", ["/y/"]),
            ("switch (a) { default: {} /y/.test(c) }", ["/y/"]), ("l: {} /y/.test(c)", ["/y/"]),
            ("x = { l: {} / 2 / 3 }", []), ("x = a ? b : {} / 2 / 3", []), ("class A {} /x/.test(a)", ["/x/"]),
            ("x = class {} / 2 / 3", []), ("x = class A extends B {} / 2 / 3", []),
            ("for (const x of /a/.exec(b)) {}", ["/a/"]), ("of / 2 / 3", []), ("(a, b) => {}\n/x/.test(a)", ["/x/"]),
            ("async function f(): Promise<void> {} /x/.test(a)", ["/x/"]),
            ("x = async function (): Promise<string[]> {} / 2 / 3", []),
            ("x = function (): { a: string } { } / 2 / 3", []), ("for await (const a of b) /x/.test(a)", ["/x/"]),
            ("export default async function () {} /x/.test(a)", ["/x/"]),
            ("interface A { b: string }\n/x/.test(a)", ["/x/"]),
            ("const { a } = b\n/x/.test(c)", []), ("{{a.b}} / 2 > 1 / 2", []), ("return {{a.b}} / {{c.d}} / 2", []),
            ("{{ my-node.0.b }} / 2 / 3", []), ("if (x) { y } /x/.test(a)", ["/x/"]), ("'a' / 2 / 3", []),
            ("5 / 2 / 3", []), ("this / 2 / 3", []), ("a = b\n/x/g", []), ("x => /x/", ["/x/"]), ("[/]/]/", ["/]/"]),
            ("do /x/.test(a); while (b)", ["/x/"]), ("a ? /x/ : /y/", ["/x/", "/y/"]), ("else_ / 2 / 3", []),
            ("x = y /* / */ / 2 / 3", []), ("// a / b / c", []), ("typeof /x/", ["/x/"]), ("a = /\\//", ["/\\//"]),
        ])
    func slashes(code: String, expressions: [String]) {
        let source = JavaScriptSource(code)
        #expect(source.tokens.filter { $0.kind == .regularExpression }.map(source.text(of:)) == expressions)
    }

    @Test("Template literals nest, and their code is tokens")
    func templates() {
        let source = JavaScriptSource("`a${ {b: `c${d}e`} }f${g}h`")
        let pieces = source.tokens.compactMap { token -> String? in
            if case .template = token.kind { source.text(of: token) } else { nil }
        }
        #expect(pieces == ["`a${", "`c${", "}e`", "}f${", "}h`"])
        #expect(source.tokens.filter { $0.kind == .identifier }.map(source.text(of:)) == ["b", "d", "g"])
    }

    @Test(
        "The content of a literal is what is between its delimiters",
        arguments: [("'a'", "a"), ("\"a\\\"b\"", "a\\\"b"), ("`a`", "a"), ("'a", "a"), ("`a", "a"), ("`a${", "a")])
    func content(code: String, content: String) throws {
        let source = JavaScriptSource(code)
        let token = try #require(source.tokens.first)
        #expect(source.text(token.contentRange) == content)
    }

    @Test(
        "What has no end says so", arguments: ["'a", "\"a\nb\"", "`a", "/* a", "`a${b}c"])
    func unterminated(code: String) {
        #expect(JavaScriptSource(code).tokens.contains { !$0.isTerminated })
    }

    @Test(
        "Numbers and punctuators are split as JavaScript splits them",
        arguments: [
            ("1..toString()", ["1.", ".", "toString", "(", ")"]), ("0xFFn+.5e-3", ["0xFFn", "+", ".5e-3"]),
            ("a?.5:b", ["a", "?", ".5", ":", "b"]), ("a?.b", ["a", "?.", "b"]), ("a>>>=b", ["a", ">>>=", "b"]),
            ("a??=b??c", ["a", "??=", "b", "??", "c"]), ("...a**b", ["...", "a", "**", "b"]),
            ("1_000.5", ["1_000.5"]), ("#a in b", ["#a", "in", "b"]), ("añ\\u0061 b", ["añ\\u0061", "b"]),
            ("a\u{00A0}b\u{2028}c", ["a", "b", "c"]),
        ])
    func pieces(code: String, texts: [String]) {
        let source = JavaScriptSource(code)
        #expect(source.significantTokens.map(source.text(of:)) == texts)
    }

    @Test(
        "Lines end where JavaScript ends them",
        arguments: [
            ("a\nb", 2), ("a\r\nb", 2), ("a\rb", 2), ("a\u{2028}\u{2029}b", 3), ("a\n\r\r\n\nb", 5),
            ("a\u{85}\u{0B}b", 1), ("a\u{2027}\u{202A}b", 1),
        ])
    func lines(code: String, line: Int) {
        let source = JavaScriptSource(code)
        #expect(source.line(at: source.bytes.count - 1) == line)
        #expect(LineBreaks.lines(of: source.bytes).count { !$0.isEmpty } == (line > 1 ? 2 : 1))
        #expect(code.lineBreakCount == line - 1)
    }

    @Test("A hashbang is one at the very start only")
    func hashbang() {
        #expect(JavaScriptSource("#!/bin/x\na").tokens.first?.kind == .hashbang)
        #expect(JavaScriptSource(" #!x").tokens.contains { $0.kind == .hashbang } == false)
    }
}
