import Compiler
import JSON
import PluginMessages
import TestSupport
import Testing
import WorkerBackend

@Suite("Names that code hides", .timeLimit(.minutes(10)))
struct HiddenNameTests {
    private static let codes: [(code: String, expected: JSONValue)] = [
        ("return {{order.list}}.map((order) => order.id + {{order.n}});", [11, 12]),
        ("return {{order.list}}.map(function (order) { return order.id + {{order.n}}; });", [11, 12]),
        ("return {{order.list}}.map((event) => event.id + {{event.payload.k}});", [101, 102]),
        ("return {{order.list}}.map((env) => env.id + ({{env.NONE}} ?? 10));", [11, 12]),
        ("return {{order.list}}.map(($text) => `n{{order.n}}` + $text.id);", ["n101", "n102"]),
        ("const order = { n: 1 }; return [order.n, {{order.n}}, {{order.list}}.length];", [1, 10, 2]),
        ("return ((Named) => Named + Fetch_Named.n)(1);", 11),
    ]

    private static let order = TestDocument(entry: "order")
        .node("order", "step", ["code": "return { list: [{ id: 1 }, { id: 2 }], n: 10 };"], name: "Fetch Named")

    private func worker(_ document: JSONValue) throws -> WorkerRun {
        let lowered = Compiler(catalog: TestCatalog()).lower(document)
        let program = try #require(lowered.program, "\(lowered.diagnostics)")
        let emitted = WorkerBackend(target: "cloudflare", limits: .paid).emit(program)
        return WorkerRun(try #require(emitted.artifact, "\(emitted.diagnostics)"))
    }

    @Test("What expressions read is there in steps of every kind", arguments: codes)
    func workflow(code: String, expected: JSONValue) async throws {
        let inline: JSONValue = ["code": .string(code), "inline": true]
        let output = "_output = await (async () => { \(code) })(); return 0;"
        let document = Self.order.step("durable", code).node("inline", "step", inline)
            .node("arms", "parallel").step("first", code).node("second", "step", inline)
            .node("loop", "loop", ["loopType": "times", "count": 1])
            .node("round", "step", ["code": .string(output), "inline": true])
            .step("end", "return [{{durable}}, {{inline}}, ...{{arms}}, {{loop}}];")
            .chain("order", "durable", "inline", "arms").edge("arms", "first").edge("arms", "second")
            .edge("arms", "loop", "then").edge("loop", "round", "body").edge("loop", "end", "then")
        let outcome = try await worker(document.json).replaying.run(["k": 100])
        #expect(outcome.result == .array(Array(repeating: expected, count: 5)), "\(outcome.json.text)")
    }

    @Test("What expressions read is there in functions", arguments: codes)
    func script(code: String, expected: JSONValue) async throws {
        let document = Self.order.node("use", "step", ["code": .string(code)], name: "EXPORT_use").chain("order", "use")
            .json(changing: ["kind": "script", "trigger": ["type": "http"]])
        let outcome = try await worker(document).fetch(body: ["k": 100])
        #expect(try JSONValue(parsing: outcome.body ?? "null") == ["use": expected], "\(outcome.json.text)")
    }

    @Test("A node's name and the round of a loop are names in functions and in inline code that returns")
    func aliases() async throws {
        let code = "return [_loop_i, Fetch_Named.n];"
        let document = Self.order.node("loop", "loop", ["loopType": "times", "count": 2])
            .node("use", "step", ["code": .string(code)], name: "EXPORT_last")
            .node("inline", "step", ["code": .string(code), "inline": true], name: "EXPORT_inline")
            .edge("order", "loop").edge("loop", "use", "body").edge("use", "inline")
        let members: JSONObject = ["kind": "script", "trigger": ["type": "http"]]
        let outcome = try await worker(document.json(changing: members)).fetch(body: [:])
        #expect(try JSONValue(parsing: outcome.body ?? "null") == ["last": [1, 10], "inline": [1, 10]])
        #expect(try await worker(document.json).run().result == [[0, 10], [1, 10]])
    }
}
