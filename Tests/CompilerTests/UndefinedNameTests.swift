import Compiler
import JSON
import PluginMessages
import Testing

@Suite("Names that nothing defines", .timeLimit(.minutes(10)))
struct UndefinedNameTests {
    private func warnings(_ document: TestDocument, _ code: String = "ir.code.undefinedName") -> [Diagnostic] {
        Compiler(catalog: TestCatalog()).lower(document.json).diagnostics.filter { $0.code == code }
    }

    private func warnings(inStep code: String) -> [Diagnostic] {
        warnings(
            TestDocument(entry: "first").step("first", "return { id: 7 };")
                .node("get-a", "step", ["code": "return { amount: 1 };"]).step("use", code)
                .chain("first", "get-a", "use"))
    }

    @Test(
        "What a run, JavaScript, the web platform, the code and the nodes before have, is defined",
        arguments: [
            "return event.payload.a + env.A + first.id + get_a.amount + {{get-a.amount}}",
            "return await step.do('x', async () => ctx.attempt)", "throw new NonRetryableError('x')",
            "return this.env.A", "return typeof nothing === 'undefined' ? 1 : 2",
            "const { a, b: [c] } = first; return a + c", "return first.map((x) => x.y)", "label: for (;;) break label",
            "return new Response(JSON.stringify(Object.keys(first)), { status: 200 })",
            "const h = await crypto.subtle.digest('SHA-256', new TextEncoder().encode('x')); return Buffer.from(h)",
            "import { z } from 'zod'; import type { T } from 'x'; const v: T = z.string(); return v as unknown as U",
            "return Cloudflare.compatibilityFlags", "return late(); function late() { return 1 }",
            "try { first() } catch (e) { return e.message }",
            "interface Row { a: Cell } type Cell = string | Other; const rows: Row[] = []; return rows satisfies Row[]",
            "const f = function g() { return g }; class A extends Error { b = 1; static c = A } return [f, new A()]",
            "return { first, undefinedKey: 1, 'x-y': 2, [`k${first}`]: 3, m() { return this.q } }.undefinedKey",
            "// stat.x\nreturn 'stat' + `stat` + /stat/.source", "return structuredClone(first) ?? globalThis.stat",
            "let x; x = 1; [x] = [2]; ({ x } = first); return x",
            "for (const [k, v] of Object.entries(first)) { k; v }",
            "return x => => y",
        ])
    func defined(code: String) {
        #expect(warnings(inStep: code).isEmpty)
    }

    @Test(
        "Double braces around JavaScript are told as that, with their line",
        arguments: [
            ("return {{first.id > 5}};", 1), ("const a = 1;\nreturn [{{first.id || 'x'}}]", 2),
            ("return f({{ first.id() }}, {{first.id}})", 1), ("const a = {{first.id}} + {{first?.id}};", 1),
            ("const f = () => {{ return 1 }}; if (f()) {{ f() }} return `{{first.id > 5}}`", nil),
            ("for (;;) { {{ break }} } return '{{first.id > 5}}' + { a: {} }", nil), ("{{ return 1 }}", nil),
        ] as [(String, Int?)])
    func braces(code: String, line: Int?) {
        let document = TestDocument(entry: "first").step("first", "return { id: 7 };").step("use", code)
            .chain("first", "use")
        // In literals they are warnings.
        let found = warnings(document, "ir.expression.syntax").filter { $0.severity == .error }
        #expect(found.map(\.line) == (line.map { [$0] } ?? []), "\(found)")
        #expect(found.allSatisfy { $0.message.contains("around the braces") })
    }

    @Test("Double braces around JavaScript in a condition are told as that", arguments: ["{{a.b > 5}}", "!{{a.c()}}"])
    func bracesInCondition(condition: String) {
        let document = TestDocument(entry: "a").step("a", "return { b: 7 };")
            .branch("which", ("yes", condition), ("no", "")).step("y", "return 1;").step("n", "return 2;")
            .edge("a", "which").edge("which", "y", "yes").edge("which", "n", "no")
        let errors = Compiler(catalog: TestCatalog()).lower(document.json).diagnostics.filter { $0.severity == .error }
        #expect(errors.map(\.code) == ["ir.expression.syntax"])
        #expect(errors.map(\.pointer) == ["/nodes/1/data/branches/0/condition"])
    }

    @Test("The name of a node that runs later, or of the other arm, is told as that")
    func later() throws {
        let document = TestDocument(entry: "use").step("use", "return Fetch_Data.id;")
            .node("step_1", "step", ["code": "return 1;"], name: "Fetch Data").chain("use", "step_1")
        let warning = try #require(warnings(document).first)
        #expect(warning.message.contains("the node \"step_1\", which does not run before"), "\(warning.message)")
        #expect(!warning.message.contains("Did you mean"))
    }

    @Test(
        "A name that nothing defines is a warning with the nearest one and the line",
        arguments: [
            ("return stat.x;", "stat", nil, 1), ("\n\nreturn frist.id;", "frist", "first", 3),
            ("const total = 1;\nreturn totl;", "totl", "total", 2), ("return evnt.payload", "evnt", "event", 1),
            ("return trigger.a", "trigger", nil, 1), ("return Jason.parse('1')", "Jason", nil, 1),
            ("return a ? { b: qqqq } : 1; const a = 1", "qqqq", nil, 1), ("missing = 1", "missing", nil, 1),
            ("if (1) { let inner = 1 } return inner", "inner", nil, 1), ("return `${wher}`", "wher", nil, 1),
            ("return ((x) => x)(1) + xyzw", "xyzw", nil, 1), ("const o = { shorthandd }", "shorthandd", nil, 1),
        ] as [(String, String, String?, Int)])
    func undefined(code: String, name: String, nearest: String?, line: Int) throws {
        let found = warnings(inStep: code)
        let warning = try #require(found.first)
        #expect(found.count == 1)
        #expect(warning.severity == .warning)
        #expect(warning.message.contains("\"\(name)\" is not defined"))
        if let nearest { #expect(warning.message.contains("Did you mean \"\(nearest)\"?")) }
        #expect(warning.nodeId == "use")
        #expect(warning.pointer == "/nodes/2/data/code")
        #expect(warning.line == line)
    }

    @Test(
        "What only a durable step has is not defined elsewhere",
        arguments: [
            ("return ctx.attempt;", false, Program.Kind.workflow, []),
            ("return ctx.attempt;", true, .workflow, ["ctx"]),
            ("const attempt = ctx.attempt", true, .workflow, ["ctx"]), ("step.x", true, .workflow, []),
            ("return [ctx, step, graph.a]", false, .script, ["ctx", "step"]),
            ("throw new NonRetryableError('x')", false, .script, ["NonRetryableError"]),
            ("return graph", false, .workflow, ["graph"]), ("return typeof ctx", true, .workflow, []),
        ])
    func durableSteps(code: String, inline: Bool, kind: Program.Kind, names: [String]) {
        let document = TestDocument(entry: "a").node("a", "step", ["code": .string(code), "inline": .bool(inline)])
            .json(changing: kind == .script ? ["kind": "script", "trigger": ["type": "http"]] : [:])
        let found = Compiler(catalog: TestCatalog()).lower(document).diagnostics.filter {
            $0.code == "ir.code.undefinedName"
        }
        #expect(found.map { String($0.message.prefix { $0 != " " }) } == names.map { "\"\($0)\"" })
    }

    @Test("Code that reads its own node's value is told so, unless it declares the name")
    func ownValue() throws {
        let found = warnings(TestDocument(entry: "a").step("a", "\nreturn a + 1;"))
        #expect(found.map(\.line) == [2])
        #expect(found.first?.message.hasPrefix("\"a\" is the value of this node") == true)
        #expect(warnings(TestDocument(entry: "a").step("a", "const a = 1; return a + 1;")).isEmpty)
        #expect(warnings(TestDocument(entry: "a").step("a", "return typeof a;")).isEmpty)
    }

    @Test("A condition is evaluated outside the steps, too")
    func conditions() {
        let document = TestDocument(entry: "a").branch("a", ("yes", "ctx.attempt > 1"), ("no", "")).step("b", "")
            .edge("a", "b", "yes")
        #expect(warnings(document).map(\.pointer) == ["/nodes/0/data/branches/0/condition"])
    }

    @Test("The error of a catch arm is named to those who call it otherwise")
    func caughtErrors() throws {
        let document = TestDocument(entry: "guard").node("guard", "try_catch").step("risky", "throw new Error('x');")
            .step("caught", "return error.message;")
            .node("sent", "http_request", ["url": "https://example.com/{{error.message}}"])
            .edge("guard", "risky", "try").edge("guard", "caught", "catch").edge("caught", "sent")
        let found = Compiler(catalog: TestCatalog()).lower(document.json).diagnostics
        let code = try #require(found.first { $0.code == "ir.code.undefinedName" })
        #expect(code.message.contains("Did you mean \"err\"?"))
        let expression = try #require(found.first { $0.code == "ir.expression.unknownNode" })
        #expect(expression.message.contains("Did you mean \"err\"?"))
        #expect(expression.message.contains("catch arm"))
    }

    @Test("An id is nearer than a display name, and an expression is told the nearest of what it may begin with")
    func nearest() throws {
        func document(_ code: String) -> TestDocument {
            TestDocument(entry: "quote").node("quote", "step", ["code": "return 1;"], name: "Quote")
                .node("invoice_7", "step", ["code": "return 1;"], name: "Grand Total").step("use", code)
                .chain("quote", "invoice_7", "use")
        }
        let code = warnings(document("return quot + Grand_Totl;")).map(\.message)
        #expect(code.count == 2)
        #expect(code.first?.contains("Did you mean \"quote\"?") == true)
        #expect(code.last?.contains("Did you mean \"Grand_Total\"?") == true)
        for (text, nearest) in [("{{quot.a}}", "quote"), ("{{evnt.payload}}", "event"), ("{{invoice7}}", "invoice_7")] {
            let found = Compiler(catalog: TestCatalog()).lower(document("return \(text);").json).diagnostics
            let problem = try #require(found.first { $0.code == "ir.expression.unknownNode" })
            #expect(problem.message.contains("Did you mean \"\(nearest)\"?"))
            let inText = try #require(warnings(document("return '\(text)';"), "ir.expression.unknownInText").first)
            #expect(inText.message.contains("Did you mean \"\(nearest)\"? Write"))
        }
    }

    @Test(
        "A node whose id means something else in expressions is a warning",
        arguments: [("event", true), ("env", true), ("trigger", true), ("Event", false), ("step", false)])
    func reservedIDs(id: String, isTold: Bool) {
        let found = warnings(TestDocument(entry: id).step(id, "return 1;"), "ir.node.reservedId")
        #expect(found.map(\.pointer) == (isTold ? ["/nodes/0/id"] : []))
        #expect(found.allSatisfy { $0.message.contains("{{\(id)}}") && $0.nodeId == id })
    }

    @Test("A name is reported once for a piece of code")
    func once() {
        #expect(warnings(inStep: "return nobody + nobody.a + someone + nobody").map(\.line) == [1, 1])
    }

    @Test(
        "A node's id with hyphens is told as what it is",
        arguments: ["get-a.amount > 5", "1 + get-a.amount", "[get-a.amount].length"])
    func hyphens(condition: String) throws {
        let document = TestDocument(entry: "get-a").step("get-a", "return { amount: 6 };")
            .branch("which", ("yes", condition), ("no", "")).step("yes", "return 1;").step("no", "return 2;")
            .edge("get-a", "which").edge("which", "yes", "yes").edge("which", "no", "no")
        let found = warnings(document)
        let warning = try #require(found.first)
        #expect(found.count == 1)
        #expect(warning.message.contains("{{get-a.amount}}"))
        #expect(warning.message.contains("get_a.amount"))
        #expect(warning.pointer == "/nodes/1/data/branches/0/condition")
    }

    @Test("Loops, catch and inline steps define names for the code in them")
    func scopes() {
        let document = TestDocument(entry: "inline").node(
            "inline", "step", ["code": "const rate = 2;", "inline": true]
        )
        .node("loop", "loop", ["loopType": "forEach", "collection": "[1, rate]", "itemVar": "row", "indexVar": "at"])
        .step("body", "_output = row * rate + at + _loop_at; return 1;")
        .node("guard", "try_catch").step("risky", "throw new Error('x');").step("caught", "return err.message;")
        .edge("inline", "loop").edge("loop", "body", "body").edge("loop", "guard", "then")
        .edge("guard", "risky", "try").edge("guard", "caught", "catch")
        #expect(warnings(document).isEmpty)
    }

    @Test("Outside its loop or handler, a name of theirs is not defined")
    func outside() {
        let document = TestDocument(entry: "loop").node("loop", "loop", ["loopType": "times", "count": 2])
            .step("body", "return err + row;").step("end", "return i;")
            .edge("loop", "body", "body").edge("loop", "end", "then")
        #expect(Set(warnings(document).map(\.nodeId)) == ["body", "end"])
    }

    @Test("A node that does not run before is not defined, in a loop it is the round before's")
    func order() {
        let chain = TestDocument(entry: "a").step("a", "return later;").step("later", "return 1;").chain("a", "later")
        #expect(
            warnings(chain).map(\.message) == [
                "\"later\" is the value of the node \"later\", which does not run before \"a\"."
            ])
        let loop = TestDocument(entry: "loop").node("loop", "loop", ["loopType": "times", "count": 2])
            .step("a", "return later;").step("later", "return 1;").edge("loop", "a", "body").edge("a", "later")
        #expect(warnings(loop).isEmpty)
    }
}
