import Compiler
import JSON
import PluginMessages
import TestSupport
import Testing
import WorkerBackend

@Suite("Loops that name their variables like nodes", .timeLimit(.minutes(10)))
struct LoopNameTests {
    private func run(_ document: JSONValue) async throws -> (outcome: WorkerRun.Outcome, warnings: [Diagnostic]) {
        let lowered = Compiler(catalog: TestCatalog()).lower(document)
        let program = try #require(lowered.program, "\(lowered.diagnostics)")
        let emitted = WorkerBackend(target: "cloudflare", limits: .paid).emit(program)
        let artifact = try #require(emitted.artifact, "\(emitted.diagnostics)")
        return (
            try await WorkerRun(artifact).replaying.run(), lowered.diagnostics.filter { $0.severity == .warning }
        )
    }

    // A node that is displayed as its id has the name twice over.
    @Test(
        "In the body the name is the loop's, outside it the node's, in code, conditions and expressions",
        arguments: ["item", "Orders"])
    func item(displayed: String) async throws {
        let document = TestDocument(entry: "item")
            .node("item", "step", ["code": "return 'node';"], name: displayed).step("i", "return 'index';")
            .node("l", "loop", ["loopType": "forEach", "collection": "[item, {{item}} + i]"])
            .step("body", "return `${item} {{item}} ${i}`;")
            .branch("which", ("yes", "item === 'node' && i === 'index'"), ("no", ""))
            .step("yes", "return [item, {{item}}, i, ...{{l}}];").step("no", "return 'no';")
            .chain("item", "i", "l").edge("l", "body", "body").edge("l", "which", "then")
            .edge("which", "yes", "yes").edge("which", "no", "no")
        let (outcome, warnings) = try await run(document.json)
        #expect(
            outcome.result == ["node", "node", "index", "node node 0", "nodeindex nodeindex 1"], "\(outcome.json.text)")
        #expect(outcome.json["replayed"] == outcome.result)
        #expect(warnings.map(\.code) == ["ir.loop.hidesNode", "ir.loop.hidesNode"])
        #expect(warnings.map(\.pointer) == ["/nodes/2/data/itemVar", "/nodes/2/data/indexVar"])
    }

    @Test("So it is for a node with hyphens, a node's name, inline code and a node in the body")
    func others() async throws {
        let document = TestDocument(entry: "my-row").step("my-row", "return 'row';")
            .node("b", "step", ["code": "return 'cell';"], name: "cell")
            .node("c", "step", ["code": "const both = my_row + cell;", "inline": true])
            .node(
                "l", "loop", ["loopType": "forEach", "collection": "[1, 2]", "itemVar": "my_row", "indexVar": "cell"]
            )
            .step("turn", "return my_row * 10 + cell;")
            .node("m", "loop", ["loopType": "forEach", "collection": "[3]", "itemVar": "turn"]).step(
                "last", "return turn;"
            )
            .step("end", "return [my_row, cell, both, {{my-row}}, {{l}}, {{m}}, {{turn}}];")
            .chain("my-row", "b", "c", "l").edge("l", "turn", "body").edge("l", "m", "then").edge("m", "last", "body")
            .edge("m", "end", "then")
        let (outcome, _) = try await run(document.json)
        #expect(outcome.result == ["row", "cell", "rowcell", "row", [10, 21], [3], 21], "\(outcome.json.text)")
    }

    @Test("A loop that does not bind the name hides nothing")
    func unbound() async throws {
        let document = TestDocument(entry: "item").step("item", "return 'node';")
            .node("l", "loop", ["loopType": "times", "count": 1]).step("body", "return item;")
            .chain("item", "l").edge("l", "body", "body")
        let (outcome, warnings) = try await run(document.json)
        #expect(outcome.result == ["node"] && warnings.isEmpty)
    }

    @Test("Variables of a run may be called as generated code calls its own, or as its globals")
    func generated() async throws {
        let document = TestDocument(entry: "context").step("context", "return 1;").step("value", "return 2;")
            .node("arms", "parallel").step("arm", "return context + value;").step("other", "return 4;")
            .node(
                "l", "loop", ["loopType": "forEach", "collection": "[5, 6]", "itemVar": "Date", "indexVar": "Promise"]
            )
            .step("body", "_output = Date; return Promise;")
            .node("wait", "sleep_until", ["timestamp": "2020-01-01"])
            .node("more", "parallel").step("left", "return Date + 1;").step("right", "return Promise;")
            .step("end", "return [{{arms}}, {{l}}, {{arm}}];")
            .chain("context", "value", "arms").edge("arms", "arm").edge("arms", "other").edge("arms", "l", "then")
            .edge("l", "body", "body").edge("body", "wait").edge("wait", "more").edge("more", "left").edge(
                "more", "right"
            )
            .edge("l", "end", "then")
        let (outcome, _) = try await run(document.json)
        #expect(outcome.result == [[3, 4], 6, 3], "\(outcome.json.text)")
    }
}
