import Compiler
import JSON
import PluginMessages
import Testing

@Suite("What a replay would see anew", .timeLimit(.minutes(10)))
struct ReplayWarningTests {
    private func warnings(_ document: TestDocument, _ members: JSONObject = [:]) -> [Diagnostic] {
        Compiler(catalog: TestCatalog()).lower(document.json(changing: members)).diagnostics
            .filter { $0.code == "ir.code.nondeterministic" }
    }

    private func branch(_ condition: String) -> TestDocument {
        TestDocument(entry: "which").branch("which", ("yes", condition), ("no", "")).step("yes", "return 1;")
            .step("no", "return 2;").edge("which", "yes", "yes").edge("which", "no", "no")
    }

    private static let calls: [(String, String)] = [
        ("Math.random() > 0.5", "Math.random()"), ("Date.now() > 5", "Date.now()"),
        ("new Date().getHours() > 5", "new Date()"),
        ("new Date > event.timestamp", "new Date()"), ("Date().length > 1", "Date()"),
        ("crypto.randomUUID() > 'a'", "crypto.randomUUID()"), ("performance.now() > 1", "performance.now()"),
        ("Math[\"random\"]() > 0.5", "Math.random()"), ("crypto['randomUUID']() > 'a'", "crypto.randomUUID()"),
        ("globalThis.Math.random() > 0.5", "Math.random()"), ("self.Date.now() > 5", "Date.now()"),
        ("new globalThis.Date() > 5", "new Date()"), ("(await globalThis.fetch('https://x')).ok", "fetch()"),
        ("Math?.random() > 0.5", "Math.random()"), ("(await Promise.all([1].map(fetch))).length > 0", "fetch()"),
        ("(await fetch('https://x')).ok", "fetch()"), ("[1].some((x) => x > Math.random())", "Math.random()"),
    ]

    @Test("Outside steps, each call that cannot be repeated is a warning", arguments: calls)
    func conditions(condition: String, call: String) throws {
        let warning = try #require(warnings(branch(condition)).first)
        #expect(warning.severity == .warning)
        #expect(warning.message.hasPrefix(call))
        #expect(warning.pointer == "/nodes/0/data/branches/0/condition")
        #expect(warning.line == 1)
    }

    @Test(
        "Code that is made of a text is a warning, in durable steps too",
        arguments: [
            ("return eval('1');", "eval()"), ("const a = 1;\nreturn new Function('return 1')();", "new Function()"),
            ("return Function('return 1')();", "new Function()"), ("return [1].eval(1);", nil),
            ("const o = { eval: (x) => x }; return o.eval(1);", nil), ("return event instanceof Function;", nil),
            ("class Function {} return new Function();", nil),
        ] as [(String, String?)])
    func generated(code: String, call: String?) {
        let found = Compiler(catalog: TestCatalog()).lower(TestDocument(entry: "a").step("a", code).json).diagnostics
            .filter { $0.code == "ir.code.generated" }
        #expect(found.map(\.severity) == (call == nil ? [] : [.warning]), "\(found)")
        #expect(found.first?.message.hasPrefix(call ?? "") != false)
        #expect(found.first?.line == call.map { _ in code.split(separator: "\n").count })
    }

    @Test("In a durable step and in a script they are fine", arguments: calls)
    func steps(code: String, call: String) {
        #expect(warnings(TestDocument(entry: "a").step("a", "return \(code);")).isEmpty)
        let trigger: JSONObject = ["kind": "script", "trigger": ["type": "http"]]
        #expect(warnings(branch(code), trigger).isEmpty)
    }

    @Test(
        "In an inline step they are warnings, but for what runs in a step or later",
        arguments: [
            ("const id = crypto.randomUUID();", 1), ("\nconst at = Date.now();", 2),
            ("const id = await step.do('id', async () => crypto.randomUUID());", nil),
            ("const now = () => Date.now();", nil),
            ("function f() { return Date.now() } return f()", 1), ("const f = () => Date.now();\nreturn f()", 1),
            ("const f = async () => {\n  return Date.now()\n}\nawait f()", 2),
            ("const f = function () { return Date.now() }\nreturn [1].map(f)", 1),
            ("function f() { return g() }\nfunction g() { return Date.now() }\nf()", 2),
            ("const { random } = Math; return random()", 1), ("const { random: r } = Math;\nreturn r()", 2),
            ("const D = Date; return new D()", 1), ("const f = fetch;\nawait f('https://x')", 2),
            ("const m = globalThis.Math.random(); return m", 1),
            ("const D = Date; return new D(event.timestamp)", nil), ("const { random } = Math; return 1", nil),
            ("const { random } = Math; return await step.do('a', async () => random())", nil),
            ("const { floor } = Math; return floor(1.5)", nil), ("const D = Date; return D.parse('2026')", nil),
            ("function f() { return step.do('a', async () => Date.now()) } return await f()", nil),
            ("const f = async () => Date.now(); return await step.do('a', f)", nil),
            ("const f = () => Date.now()\nconst a = 1; return a", nil),
            ("function f() { return 1 } function g() { return Date.now() } return f()", nil),
            ("return globalThis.Object.keys({})", nil), ("const self = { Date: 1 }; return self.Date.now()", nil),
            ("const at = new Date(event.timestamp);", nil),
            ("const Math = { random: () => 4 }; const a = Math.random();", nil), ("const t = Date.parse('2026');", nil),
        ] as [(String, Int?)])
    func inline(code: String, line: Int?) {
        let document = TestDocument(entry: "a").node("a", "step", ["code": .string(code), "inline": true])
        #expect(warnings(document).map(\.line) == (line.map { [$0] } ?? []))
    }

    @Test(
        "Steps of inline code that nothing awaits, or that race, are warnings",
        arguments: [
            ("step.do('a', async () => 1);", "ir.step.unawaited", 1),
            ("const a = 1\nstep.sleep('b', 5)\nreturn a", "ir.step.unawaited", 2),
            ("if (event.payload.x) step.do('a', async () => 1)", "ir.step.unawaited", 1),
            ("for (const x of [1]) { step.do('a' + x, async () => x) }", "ir.step.unawaited", 1),
            ("void step.do('a', async () => 1)", "ir.step.unawaited", 1),
            ("return await Promise.race([\nstep.do('a', f), step.do('b', f)])", "ir.step.race", 2),
            ("await Promise.any([step.do('a', f)])", "ir.step.race", 1),
            ("await step.do('a', async () => 1)", nil, 0), ("return step.do('a', async () => 1)", nil, 0),
            ("await\n  step.do('a', async () => 1)", nil, 0), ("const a = step.do('a', f); await a", nil, 0),
            ("await Promise.all([\n  step.do('a', f),\n  step.do('b', f)\n])", nil, 0),
            ("await Promise.all([1].map((x) => step.do('a' + x, f)))", nil, 0),
            ("const a = x ? step.do('a', f) : null; await a", nil, 0),
            ("return await step.do('race', async () => Promise.race([f(), f()]))", nil, 0),
        ] as [(String, String?, Int)])
    func steps(code: String, problem: String?, line: Int) {
        let document = TestDocument(entry: "a").node("a", "step", ["code": .string(code), "inline": true])
        let found = Compiler(catalog: TestCatalog()).lower(document.json).diagnostics
            .filter { $0.code.hasPrefix("ir.step.") }
        #expect(Set(found.map(\.code)) == (problem.map { [$0] } ?? []))
        if problem != nil { #expect(found.first?.line == line && found.first?.severity == .warning) }
    }

    @Test("Collections and the conditions of loops and breaks count too")
    func loops() {
        let document = TestDocument(entry: "each").node(
            "each", "loop", ["loopType": "forEach", "collection": "[Math.random()]"]
        )
        .node("again", "loop", ["loopType": "while", "condition": "Date.now() < 5"])
        .node("leave", "break", ["condition": "Math.random() > 0.5"]).edge("each", "again", "body")
        .edge("again", "leave", "body")
        #expect(Set(warnings(document).map(\.nodeId)) == ["each", "again", "leave"])
    }
}
