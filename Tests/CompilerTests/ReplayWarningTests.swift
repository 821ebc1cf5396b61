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
            ("const now = () => Date.now();", nil), ("const at = new Date(event.timestamp);", nil),
            ("const Math = { random: () => 4 }; const a = Math.random();", nil), ("const t = Date.parse('2026');", nil),
        ] as [(String, Int?)])
    func inline(code: String, line: Int?) {
        let document = TestDocument(entry: "a").node("a", "step", ["code": .string(code), "inline": true])
        #expect(warnings(document).map(\.line) == (line.map { [$0] } ?? []))
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
