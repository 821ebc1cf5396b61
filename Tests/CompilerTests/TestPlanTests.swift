import Compiler
import IR
import JSON
import PluginMessages
import TestSupport
import Testing
import WorkerBackend

@Suite("What a test runs of a document")
struct TestPlanTests {
    private func program(_ document: TestDocument) throws -> Program {
        let lowered = Compiler(catalog: TestCatalog()).lower(document.json)
        return try #require(lowered.program, "\(lowered.diagnostics)")
    }

    private func artifact(_ document: TestDocument, _ node: String?, _ pins: JSONObject = [:]) throws -> Artifact {
        let tested = try TestPlan(node: node, pins: pins).apply(to: program(document))
        // As it reaches a provider.
        let received = try Program(json: JSONValue(parsing: tested.json.text))
        let emitted = WorkerBackend(target: "cloudflare", limits: .paid).emit(received)
        return try #require(emitted.artifact, "\(emitted.diagnostics)")
    }

    private func run(
        _ document: TestDocument, _ node: String? = nil, _ pins: JSONObject = [:], payload: JSONValue = [:]
    ) async throws -> WorkerRun.Outcome {
        try await WorkerRun(artifact(document, node, pins)).run(payload)
    }

    private func codes(_ document: TestDocument, _ node: String?, _ pins: JSONObject = [:]) throws -> [String] {
        let program = try program(document)
        do {
            _ = try TestPlan(node: node, pins: pins).apply(to: program)
            return []
        } catch { return error.problems.map { "\($0.code) \($0.pointer)" } }
    }

    private let chain = TestDocument(entry: "a").step("a", "return { n: 2 };")
        .node("tell", "notify", ["to": "a@b.c", "text": "hi"], version: "1.2.0")
        .step("c", "return [{{a.n}}, {{tell.told}}];").step("d", "throw new Error('not this one');")
        .chain("a", "tell", "c", "d")

    @Test("The run ends after the node, whose value is its output; pinned nodes return their values")
    func chained() async throws {
        let outcome = try await run(chain, "c", ["tell": ["told": "\u{2028}\"x\" </script> ${1}", "__proto__": 1]])
        #expect(outcome.error == nil && outcome.steps == ["a", "tell", "c"], "\(outcome.json)")
        #expect(outcome.result == [2, "\u{2028}\"x\" </script> ${1}"])
        let pinned = try await run(chain, "c", ["a": ["n": 7], "tell": ["told": nil]])
        #expect(pinned.result == [7, nil] && pinned.steps == ["a", "tell", "c"])
        #expect(try await run(chain, nil, ["tell": [:]]).error == "not this one")
    }

    @Test("What a pinned node or one behind the end needs is not needed")
    func needs() throws {
        #expect(try artifact(chain, nil).requiredEnvironment == ["NOTIFY_TOKEN"])
        #expect(try artifact(chain, nil, ["tell": 1]).requiredEnvironment.isEmpty)
        let early = try artifact(chain, "a")
        #expect(early.requiredEnvironment.isEmpty && !early.source.contains("NOTIFY_TOKEN"))
    }

    @Test("Nothing but the test starts a run of it")
    func closed() async throws {
        let scheduled = chain.json(changing: ["trigger": ["type": "cron", "expression": "* * * * *"]])
        let lowered = Compiler(catalog: TestCatalog()).lower(scheduled, CompileRequest(triggerCode: "return 1;"))
        let program = try TestPlan(node: "a").apply(to: try #require(lowered.program))
        let artifact = try #require(WorkerBackend(target: "cloudflare", limits: .paid).emit(program).artifact)
        #expect(artifact.trigger == .manual)
        for method in ["GET", "POST"] {
            let outcome = try await WorkerRun(artifact).fetch(method, body: method == "POST" ? [:] : nil)
            #expect(outcome.status == 404, "\(outcome.json)")
        }
    }

    @Test("Arms are run on their conditions; one that does not lead to the node is empty")
    func branches() async throws {
        let document = TestDocument(entry: "b").branch("b", ("x", "event.payload.x"), ("y", ""))
            .step("c", "return 'c';").step("c2", "return 'c2';").step("d", "throw new Error('d');")
            .step("after", "return 'after';")
            .edge("b", "c", "x").edge("c", "c2").edge("b", "d", "y").edge("b", "after", "then")
        let there = try await run(document, "c", payload: ["x": true])
        #expect(there.result == "c" && there.steps == ["c"], "\(there.json)")
        let elsewhere = try await run(document, "c", payload: ["x": false])
        #expect(elsewhere.error == nil && elsewhere.steps.isEmpty)
        // A node behind the branch needs all of it.
        #expect(try await run(document, "after", payload: ["x": true]).steps == ["c", "c2", "after"])
        #expect(try await run(document, "after", ["b": 1], payload: [:]).steps == ["b", "after"])
    }

    @Test(
        "A loop around the node runs its first round, also one that only a `break` behind the node would end",
        arguments: ["forEach", "while", "times"])
    func loops(type: String) async throws {
        let document = TestDocument(entry: "outer")
            .node("outer", "loop", ["loopType": "times", "count": 3, "indexVar": "o"])
            .node("l", "loop", ["loopType": .string(type), "collection": [4, 5], "count": 2])
            .node("p", "parallel").step("s", "return 's' + i;").step("other", "throw new Error('other');")
            .node("leave", "break").step("after", "throw new Error('after');")
            .edge("outer", "l", "body").edge("l", "p", "body").edge("p", "s").edge("p", "other")
            .edge("p", "leave", "then").edge("outer", "after", "then")
        let outcome = try await run(document, "s")
        #expect(outcome.error == nil && outcome.steps.count == 1, "\(outcome.json)")
        #expect(outcome.result == [[["s0"]]])
    }

    @Test("The error of a node in a try arm is the run's; a node in its handler runs when the arm fails")
    func tries() async throws {
        let document = TestDocument(entry: "t").node("t", "try_catch").step("before", "return 1;")
            .step("fails", "throw new Error('no');").step("caught", "return err.message + {{before}};")
            .step("more", "return 'more';").step("last", "return 'last';")
            .edge("t", "before", "try").edge("before", "fails").edge("t", "caught", "catch").edge("caught", "more")
            .edge("t", "last", "finally")
        let failed = try await run(document, "fails")
        #expect(failed.error == "no" && failed.steps == ["before", "fails"], "\(failed.json)")
        let caught = try await run(document, "caught")
        #expect(caught.error == nil && caught.steps == ["before", "fails", "caught"], "\(caught.json)")
        #expect(caught.result == "no1")
        #expect(try await run(document, "last").steps == ["before", "fails", "caught", "more", "last"])
        #expect(try await run(document, "before").result == 1)
    }

    @Test("A container that is pinned runs nothing of it, and one that is tested runs whole")
    func containers() async throws {
        let document = TestDocument(entry: "l").node("l", "loop", ["loopType": "times", "count": 2])
            .step("s", "return i;").step("sum", "return {{l}}.length;").edge("l", "s", "body").edge("l", "sum", "then")
        #expect(try await run(document, "l").result == [0, 1])
        let pinned = try await run(document, nil, ["l": [1, 2, 3]])
        #expect(pinned.result == 3 && pinned.steps == ["l", "sum"])
        let waits = TestDocument(entry: "z").node("z", "sleep", ["duration": "1 day"]).step("a", "return 1;").chain(
            "z", "a")
        #expect(try await run(waits, "a", ["z": nil]).steps == ["z", "a"])
    }

    @Test("Nodes that do not exist, or cannot be what the test says, are reported together")
    func problems() throws {
        #expect(
            try codes(chain, "nowhere", ["C": 1, "zz": 2])
                == ["test.node /nodeId", "test.node /pins/C", "test.node /pins/zz"])
        #expect(try codes(chain, "a", ["a": 1]) == ["test.pinned /pins/a"])
        let document = TestDocument(entry: "l").node("l", "loop", ["loopType": "times", "count": 2])
            .step("s", "return i;").node("leave", "break", ["condition": "i > 0"]).edge("l", "s", "body")
            .edge("s", "leave")
        #expect(try codes(document, nil, ["leave": 1]) == ["test.break /pins/leave"])
        #expect(try codes(document, "s", ["l": []]) == ["test.unreached /nodeId"])
        #expect(try codes(document, "leave").isEmpty)
    }
}
