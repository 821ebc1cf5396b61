import Compiler
import IR
import JSON
import PluginMessages
import TestSupport
import Testing
import WorkerBackend

@Suite("Compiled workflows, run", .timeLimit(.minutes(10)))
struct CompiledWorkflowTests {
    private func run(
        _ document: TestDocument, _ payload: JSONValue = [:], env: JSONObject = [:]
    ) async throws -> WorkerRun.Outcome {
        let lowered = Compiler(catalog: TestCatalog()).lower(document.json)
        let program = try #require(lowered.program, "\(lowered.diagnostics)")
        let emitted = WorkerBackend(target: "cloudflare", limits: .paid).emit(program)
        let artifact = try #require(emitted.artifact, "\(emitted.diagnostics)")
        let outcome = try await WorkerRun(artifact, env: env).run(payload)
        if let error = outcome.error { Issue.record("\(error)\n\(artifact.source)") }
        return outcome
    }

    private let base = "BASE"

    @Test("Step, request, branch, sleep and plugin node, in the order of the graph")
    func chain() async throws {
        let document = TestDocument(entry: "total")
            .step("total", "return { amount: event.payload.prices.reduce((a: number, b: number) => a + b, 0) };")
            .node(
                "record", "http_request",
                [
                    "method": "POST", "url": "{{env.BASE}}/orders",
                    "body": ["amount": "{{total.amount}}", "text": "€{{total.amount}}"],
                ]
            )
            .branch("size", ("large", "{{total.amount}} > 10"), ("small", ""))
            .node("pause", "sleep", ["duration": "1 minute"])
            .node("tell", "notify", ["to": "{{event.payload.mail}}", "text": "{{total.amount}}!"], version: "1.2.0")
            .step(
                "last", "return { told: {{tell.sent}}, token: {{tell.token}}, got: JSON.parse({{record.body.body}}) };"
            )
            .chain("total", "record", "size").edge("size", "pause", "large").edge("pause", "tell")
            .edge("tell", "last").edge("size", "last", "small")
        let large = try await run(document, ["prices": [7, 8], "mail": "a@b.c"], env: ["NOTIFY_TOKEN": "t"])
        #expect(
            large.result == [
                "told": ["to": "a@b.c", "text": "15!", "action": "Send"], "token": "t",
                "got": ["amount": 15, "text": "€15"],
            ])
        #expect(large.steps == ["total", "record", "pause", "tell", "last"])
        let small = try await run(document, ["prices": [1]])
        #expect(small.steps == ["total", "record", "last"])
        #expect(small.result == ["got": ["amount": 1, "text": "€1"]])
    }

    @Test(
        "Arms meet by `then`, nested, and the branch has the value of the arm that ran",
        arguments: [(1, "one"), (2, "two"), (3, "many")])
    func thens(value: Int, text: String) async throws {
        let document = TestDocument(entry: "outer")
            .branch("outer", ("small", "event.payload < 3"), ("large", ""))
            .branch("inner", ("one", "event.payload === 1"), ("two", ""))
            .step("one", "return 'one';").step("two", "return 'two';").step("many", "return 'many';")
            .step("after", "return { value: {{outer}}, inner: {{inner}} };")
            .edge("outer", "inner", "small").edge("outer", "many", "large").edge("outer", "after", "then")
            .edge("inner", "one", "one").edge("inner", "two", "two")
        let outcome = try await run(document, .int(value))
        var expected: JSONObject = ["value": .string(text)]
        if value < 3 { expected["inner"] = .string(text) }
        #expect(outcome.result == .object(expected))
        #expect(outcome.steps == [text, "after"])
    }

    @Test("A branch that no arm takes goes on with what follows, or ends")
    func noArm() async throws {
        let document = TestDocument(entry: "a").branch("a", ("x", "false")).step("b", "return 1;").step(
            "c", "return 2;"
        )
        .edge("a", "b", "x")
        #expect(try await run(document.edge("a", "c", "then")).steps == ["c"])
        let ending = TestDocument(entry: "a").branch("a", ("x", "false")).step("b", "return 1;").edge("a", "b", "x")
        #expect(try await run(ending).steps.isEmpty)
    }

    @Test("Text that only looks like an expression stays as it is")
    func lookalikes() async throws {
        let code = """
            // {{a.x}} and env.X
            const text = "{{ nothing.here }} env.KV step.do(\\"x\\")";
            const object = {a:{b:1}};
            return [text, `{{a.x}} ${"{{a.x}}"} {{b}}`, /{{a}}/.source, object.a.b, '{{a.x}}'];
            """
        let document = TestDocument(entry: "a").step("a", "return { x: 'value', list: [1] };").step("b", code).chain(
            "a", "b")
        let outcome = try await run(
            TestDocument(entry: "a").step("a", "return { x: 'value', list: [1] };")
                .step("b", code.replacing("{{b}}", with: "{{ c d }}")).chain("a", "b"))
        #expect(
            outcome.result == [
                "{{ nothing.here }} env.KV step.do(\"x\")", "value value {{ c d }}", "{{a}}", 1, "value",
            ])
        #expect(Compiler(catalog: TestCatalog()).lower(document.json).program == nil)
    }

    @Test("Names do not collide with each other, with reserved words or with what the code uses")
    func names() async throws {
        let document = TestDocument(entry: "class").step("class", "return 1;").step("await", "return {{class}} + 1;")
            .step("a-b", "return {{await}} + 1;").step("a_b", "return {{a-b}} + 1;").step("step", "return {{a_b}} + 1;")
            .step("1st", "return {{step}} + 1;").step("Promise", "return [{{1st}}, {{class}}, event.payload];")
            .chain("class", "await", "a-b", "a_b", "step", "1st", "Promise")
        let outcome = try await run(document, "p")
        #expect(outcome.result == [6, 1, "p"])
    }

    @Test("Steps with one display name have names of their own; retries come from config, then data, then the node")
    func options() async throws {
        let document = TestDocument(entry: "a")
            .node("a", "step", ["code": "return 1;", "retryLimit": 4, "retryDelay": "2 seconds"], name: "Same")
            .node(
                "b", "step", ["code": "return 2;", "retryLimit": 4], name: "Same",
                config: ["retries": ["limit": 1, "delay": 500, "backoff": "linear"], "timeout": "3 minutes"]
            )
            .node("c", "notify", ["to": "a@b.c", "text": "x"], version: "1.2.0").chain("a", "b", "c")
        let outcome = try await run(document)
        #expect(outcome.steps == ["Same (a)", "Same (b)", "c"])
        let details = outcome.json["steps"]?.array?.map { $0["detail"] ?? .null }
        #expect(
            details == [
                ["retries": ["limit": 4, "delay": 2_000]],
                ["retries": ["limit": 1, "delay": 500_000, "backoff": "linear"], "timeout": 180_000],
                ["retries": ["limit": 2, "delay": 10_000], "timeout": 60_000],
            ])
    }

    @Test("The same document gives the same bytes")
    func deterministic() throws {
        let document = TestDocument(entry: "a").step("a", "return {{env.B}} + {{env.A}};")
            .node("n", "notify", ["to": "a@b.c", "text": "x"], version: "1.2.0").chain("a", "n").json
        let artifacts = try (0..<5).map { _ in
            let program = try #require(Compiler(catalog: TestCatalog()).lower(document).program)
            #expect(try Program(json: JSONValue(parsing: program.json.bytes)) == program)
            let artifact = try #require(WorkerBackend(target: "cloudflare", limits: .paid).emit(program).artifact)
            #expect(try Artifact(json: JSONValue(parsing: artifact.json.bytes)) == artifact)
            return artifact
        }
        #expect(artifacts.allSatisfy { $0 == artifacts[0] })
        #expect(artifacts[0].requiredEnvironment == ["A", "B", "NOTIFY_TOKEN"])
    }

    @Test("A chain of 10,000 nodes and 5,000 nested reads compile")
    func large() {
        var document = TestDocument(entry: "n0").step("n0", "return 0;")
        for index in 1..<10_000 {
            document = document.step("n\(index)", "return {{n\(index / 2)}};").edge("n\(index - 1)", "n\(index)")
        }
        #expect(Compiler(catalog: TestCatalog()).lower(document.json).program?.body.statements.count == 10_000)
    }
}
