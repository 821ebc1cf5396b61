import Compiler
import IR
import JSON
import PluginMessages
import TestSupport
import Testing
import WorkerBackend

@Suite("What a test runs of a document", .timeLimit(.minutes(10)))
struct TestPlanTests {
    private func program(_ document: TestDocument, changing members: JSONObject = [:]) throws -> Program {
        let lowered = Compiler(catalog: TestCatalog()).lower(document.json(changing: members))
        return try #require(lowered.program, "\(lowered.diagnostics)")
    }

    private func artifact(_ document: TestDocument, _ node: String?, _ pins: JSONObject = [:]) throws -> Artifact {
        try artifact(program(document), TestPlan(node: node, pins: pins))
    }

    private func artifact(_ program: Program, _ plan: TestPlan) throws -> Artifact {
        let tested = try plan.apply(to: program).program
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
        let told = TestDocument(entry: "a").step("a", "return 1;").step("b", "return JSON.stringify({{a}});")
            .chain("a", "b")
        let value: JSONValue = ["__proto__": ["x": 1], "b": 2]
        #expect(try await run(told, nil, ["a": value]).result == .string(value.text))
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
        let program = try TestPlan(node: "a").apply(to: try #require(lowered.program)).program
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

    @Test("Sleeps are skipped where they are asked to be, not in a race, and in a loop but for a moment")
    func sleeps() throws {
        let document = TestDocument(entry: "z").node("z", "sleep", ["duration": "1 day"])
            .node("until", "sleep_until", ["timestamp": "{{event.payload.at}}"])
            .node("l", "loop", ["loopType": "times", "count": 2]).node("short", "sleep", ["duration": 20])
            .node("long", "sleep", ["duration": "3 hours"])
            .node("r", "race").node("limit", "sleep", ["duration": "2 days"]).step("work", "return 1;")
            .edge("z", "until").edge("until", "l").edge("l", "short", "body").edge("short", "long")
            .edge("l", "r", "then").edge("r", "limit").edge("r", "work")
        let program = try program(document)
        let day = 86_400_000
        func lengths(_ plan: TestPlan) throws -> [Substring] {
            try artifact(program, plan).source.split(separator: "\n").filter { $0.contains("await step.sleep") }
        }
        let skipping = TestPlan(skipsSleeps: true)
        #expect(try skipping.apply(to: program).skipped == ["z", "until", "short", "long"])
        let lines = try lengths(skipping)
        #expect(
            lines.count == 5 && lines[0].contains(", 0)") && lines[1].contains("step.sleep(\"until\", 0)"), "\(lines)")
        #expect(lines[2].contains(", 20)") && lines[3].contains(", 1000)"), "\(lines)")
        #expect(lines[4].contains(", \(2 * day))"), "\(lines)")
        #expect(try lengths(TestPlan()).contains { $0.contains(", \(day))") })
        #expect(try TestPlan().apply(to: program).skipped.isEmpty)
        // One that is behind the end, or has a value, is not slept.
        #expect(
            try TestPlan(node: "until", pins: ["z": nil], skipsSleeps: true).apply(to: program).skipped == ["until"])
    }

    @Test("A function is run with its nodes as steps, each tried once, and responds with what it exports")
    func functions() async throws {
        let document = TestDocument(entry: "price")
            .node(
                "price", "step", ["code": "graph.seen = true; return event.payload.quantity * 2;"], name: "EXPORT_price"
            )
            .node("stop", "break", ["condition": "event.payload.quantity > 9"])
            .node("check", "step", ["code": "if ({{price}} > 10) throw new Error('too much'); return {{price}} + 1;"])
            .chain("price", "stop", "check")
        let program = try program(document, changing: ["kind": "script", "trigger": ["type": "http"]])
        func run(_ quantity: Int, _ plan: TestPlan = TestPlan()) async throws -> WorkerRun.Outcome {
            try await WorkerRun(artifact(program, plan)).run(["quantity": .int(quantity)])
        }
        let whole = try await run(3)
        #expect(whole.error == nil && whole.result == ["seen": true, "price": 6], "\(whole.json)")
        #expect(whole.steps == ["EXPORT_price", "check"], "\(whole.json)")
        // What ends it early responds as well.
        #expect(try await run(10).result == ["seen": true, "price": 20])
        let node = try await run(3, TestPlan(node: "check"))
        #expect(node.result == 7, "\(node.json)")
        let failed = try await run(6)
        #expect(failed.error == "too much" && failed.steps.count { $0 == "check" } == 1, "\(failed.json)")
        let pinned = try await run(3, TestPlan(pins: ["price": 4]))
        #expect(pinned.result == ["price": 4], "\(pinned.json)")
        let tested = try artifact(program, TestPlan())
        #expect(tested.kind == .workflow)
        #expect(tested.source.ranges(of: "retries: { limit: 0").count == 2, "\(tested.source)")
        // Deployed, it stays what it is.
        #expect(WorkerBackend(target: "cloudflare", limits: .paid).emit(program).artifact?.kind == .script)
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
