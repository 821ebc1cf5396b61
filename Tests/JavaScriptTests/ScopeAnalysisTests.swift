import JavaScript
import Testing

@Suite("Scope analysis", .timeLimit(.minutes(10)))
struct ScopeAnalysisTests {
    @Test(
        "Free names are those that the code does not declare where they are used",
        arguments: ScopeSnippets.declarations + ScopeSnippets.functions + ScopeSnippets.statements
            + ScopeSnippets.expressions + ScopeSnippets.types)
    func freeNames(_ snippet: ScopeSnippets.Snippet) {
        let analysis = ScopeAnalysis(JavaScriptSource(snippet.code))
        #expect(analysis.isComplete)
        #expect(analysis.freeReferences.map { analysis.text(of: $0) } == snippet.free)
    }

    @Test("Two snippets in a row are as each alone: nothing leaks from one statement into the next")
    func sequences() {
        let snippets = ScopeSnippets.statements + ScopeSnippets.expressions
        for (first, second) in zip(snippets, snippets.dropFirst()) {
            let analysis = ScopeAnalysis(JavaScriptSource("{ \(first.code)\n}\n{ \(second.code)\n}"))
            #expect(analysis.isComplete)
            #expect(analysis.freeReferences.map { analysis.text(of: $0) } == first.free + second.free)
        }
    }

    @Test("A name is bound by the declaration in the nearest scope")
    func nearestScope() throws {
        let analysis = ScopeAnalysis(JavaScriptSource("const a = 1; function f(a) { return a } { let a; a } a"))
        let uses = analysis.references.filter { analysis.text(of: $0) == "a" }
        let kinds = try uses.map { analysis.declarations[try #require($0.declaration)] }
        #expect(kinds.map(\.kind) == [.parameter, .variable, .variable])
        #expect(kinds.map(\.isTopLevel) == [false, false, true])
    }

    @Test("An operand of another grammar is one value, after which a slash divides")
    func operands() {
        let source = JavaScriptSource("{{a.b-c}} / {{d}} / e") { bytes, start in
            bytes[start...].firstIndex(of: UInt8(ascii: "}")).map { $0 + 2 }
        }
        let analysis = ScopeAnalysis(source)
        #expect(analysis.isComplete)
        #expect(analysis.tokens.map(\.kind) == [.unknown, .punctuator, .unknown, .punctuator, .identifier])
        #expect(analysis.freeReferences.map { analysis.text(of: $0) } == ["e"])
    }

    @Test(
        "Only an await or a return outside the functions in the code is the code's",
        arguments: [
            ("await a", true, false), ("async () => await a", false, false), ("return 1", false, true),
            ("xs.map(async (x) => { return await x })", false, false), ("for await (const x of y) {}", true, false),
            ("await using a = b", true, false), ("class A { async m() { await x; return 1 } }", false, false),
            ("const { a = await b } = c; if (a) return", true, true), ("`${await a}`", true, false),
            ("x.await + { await: 1 }.await", false, false),
        ])
    func awaits(_ code: String, _ awaits: Bool, _ returns: Bool) {
        let analysis = ScopeAnalysis(JavaScriptSource(code))
        #expect(analysis.awaits == awaits)
        #expect(analysis.returns == returns)
    }

    @Test(
        "What runs with the code around it is told from what runs later",
        arguments: [
            ("now()", true), ("xs.map(() => now())", true), ("(() => now())()", true),
            ("(function () { now() })()", true),
            ("await Promise.all(xs.map(async (x) => now(x)))", true), ("const f = () => now()", false),
            ("function f() { now() }", false), ("await step.do('a', async () => now())", false),
            ("const o = { f() { now() } }", false), ("class A { x = now() }", false),
            ("await step.do('a', async () => { return xs.map(() => now()) })", false),
            ("for (const x of xs) { if (x) now() }", true),
        ])
    func immediate(_ code: String, _ isImmediate: Bool) throws {
        let analysis = ScopeAnalysis(JavaScriptSource(code))
        let use = try #require(analysis.freeReferences.first { analysis.text(of: $0) == "now" })
        #expect(use.isImmediate == isImmediate)
    }

    @Test(
        "Code that is not understood is incomplete",
        arguments: ["a b", "const = 1", "f(", "}", "if x", "a +", "(a b)", "[a b]", "{ a: 1 b }", "x => => y", "@"])
    func incomplete(_ code: String) {
        #expect(!ScopeAnalysis(JavaScriptSource(code)).isComplete)
    }

    @Test("Of declarations of one name in a scope the first counts, however many names there are", arguments: [0, 500])
    func repeated(others: Int) throws {
        let code = "var a = 1; function f() {} var a = 2; " + (0..<others).map { "var x\($0); " }.joined() + "a"
        let analysis = ScopeAnalysis(JavaScriptSource(code))
        let use = try #require(analysis.references.last { analysis.text(of: $0) == "a" })
        #expect(use.declaration == 0)
        #expect(analysis.declarations.count > others + 2)
    }

    @Test("An expression is one, and nothing behind it")
    func expressions() {
        #expect(ScopeAnalysis(JavaScriptSource("a > 1 && (await b)"), as: .expression).isComplete)
        #expect(
            ScopeAnalysis(JavaScriptSource("{ a: b }"), as: .expression).freeReferences.count(where: { _ in true }) == 1
        )
        #expect(!ScopeAnalysis(JavaScriptSource("a; b()"), as: .expression).isComplete)
        #expect(!ScopeAnalysis(JavaScriptSource(""), as: .expression).isComplete)
    }

    @Test(
        "Deep, long and broken code ends", arguments: ["(", "[", "{", "a<", "a?", "`${", "()=>{", "class A{m(){", "<"])
    func hostile(_ piece: String) {
        let analysis = ScopeAnalysis(JavaScriptSource(String(repeating: piece, count: 20_000)))
        #expect(!analysis.isComplete)
    }
}
