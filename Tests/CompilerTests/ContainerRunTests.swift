import Compiler
import Foundation
import IR
import JSON
import PluginMessages
import TestSupport
import Testing
import WorkerBackend

@Suite("Containers, run", .timeLimit(.minutes(10)))
struct ContainerRunTests {
    private func worker(_ document: TestDocument, kind: String? = nil) throws -> WorkerRun {
        let members: JSONObject = kind.map { ["kind": .string($0), "trigger": ["type": "http"]] } ?? [:]
        let lowered = Compiler(catalog: TestCatalog()).lower(document.json(changing: members))
        let program = try #require(lowered.program, "\(lowered.diagnostics)")
        let emitted = WorkerBackend(target: "cloudflare", limits: .paid).emit(program)
        return WorkerRun(try #require(emitted.artifact, "\(emitted.diagnostics)"))
    }

    private func loop(_ id: String, over collection: JSONValue, item: String = "item", index: String = "i")
        -> (TestDocument) -> TestDocument
    {
        {
            $0.node(
                id, "loop",
                [
                    "loopType": "forEach", "collection": collection, "itemVar": .string(item),
                    "indexVar": .string(index),
                ])
        }
    }

    @Test("A loop has the values of its rounds, and its steps the round in their names")
    func forEach() async throws {
        let document = loop("l", over: "{{event.payload.items}}")(TestDocument(entry: "l"))
            .step("double", "return {{item.n}} * 2 + i;").step("after", "return {{l}};")
            .edge("l", "double", "body").edge("l", "after", "then")
        let outcome = try await worker(document).run(["items": [["n": 1], ["n": 5]]])
        #expect(outcome.result == [2, 11])
        #expect(outcome.steps == ["double [0]", "double [1]", "after"])
    }

    @Test("Nothing is printed behind a break without condition", arguments: ["workflow", "script"])
    func afterBreak(kind: String) async throws {
        let document = loop("l", over: [1, 2])(TestDocument(entry: "l"))
            .branch("b", ("y", "item > 1"), ("n", "")).step("s", "return item;")
            .node("x", "break", name: "EXPORT_x").step("c", "return item * 10;").node("t", "try_catch")
            .node("end", "break").step("caught", "return 0;").node("z", "step", ["code": "return l;"], name: "EXPORT_z")
            .edge("l", "b", "body").edge("b", "s", "y").edge("s", "x").edge("b", "c", "n")
            .edge("l", "z", "then").edge("z", "t").edge("t", "end", "try").edge("t", "caught", "catch")
        let members: JSONObject = ["kind": .string(kind), "trigger": ["type": "http"]]
        let program = try #require(
            Compiler(catalog: TestCatalog()).lower(document.json(changing: members)).program)
        let artifact = try #require(WorkerBackend(target: "cloudflare", limits: .paid).emit(program).artifact)
        let lines = artifact.source.components(separatedBy: "\nexport default")[0].split(separator: "\n")
            .map { $0.trimmingCharacters(in: .whitespaces) }
        let behind = zip(lines, lines.dropFirst()).filter { ["break;", "return;", "return graph;"].contains($0.0) }
        #expect(behind.count >= 2 && behind.allSatisfy { $0.1.hasPrefix("}") }, "\(artifact.source)")
        if kind == "script" {
            #expect(try await WorkerRun(artifact).fetch(body: [:]).body == #"{"z":[10]}"#)
        } else {
            #expect(try await WorkerRun(artifact).run().steps == ["c [0]", "s [1]", "EXPORT_z"])
        }
    }

    @Test(
        "Inline code of an arm that lost, or whose sibling failed, leaves no value",
        arguments: [
            ("race", "return 'fast';", ["fast", "none", "none"]),
            ("parallel", "throw new Error('no');", ["no", "none", "none"]),
        ] as [(String, String, JSONValue)])
    func lateInlineCode(type: String, code: String, result: JSONValue) async throws {
        let slow: JSONValue = ["code": "await new Promise((r) => setTimeout(r, 40)); return 'slow';", "inline": true]
        let document = TestDocument(entry: "guard").node("guard", "try_catch").node("first", type)
            .node("slow", "step", slow).node("inner", "parallel").node("deep", "step", slow).step("fast", code)
            .step("rest", "return 'late';")
            .step("caught", "return err.message;")
            .step(
                "end",
                "await new Promise((r) => setTimeout(r, 150)); return [{{guard}}, {{slow}} ?? 'none', {{deep}} ?? 'none'];"
            )
            .edge("guard", "first", "try").edge("guard", "caught", "catch").edge("guard", "end", "then")
            .edge("first", "slow").edge("first", "inner").edge("inner", "deep").edge("deep", "rest").edge(
                "first", "fast")
        #expect(try await worker(document).run().result == result)
    }

    @Test("Inline code of an arm that wins has its value")
    func inlineArm() async throws {
        let document = TestDocument(entry: "first").node("first", "race")
            .node("a", "step", ["code": "await null; return 'a';", "inline": true]).step("b", "return {{a}} + 'b';")
            .step("end", "return {{first}};")
            .edge("first", "a").edge("a", "b").edge("first", "end", "then")
        #expect(try await worker(document).run().result == "ab")
    }

    @Test("Loops in loops keep their steps apart")
    func nestedLoops() async throws {
        let outer = loop("outer", over: [[1, 2], [3]], item: "row", index: "i")(TestDocument(entry: "outer"))
        let document = loop("inner", over: "row", item: "cell", index: "j")(outer)
            .step("s", "return [i, j, {{cell}}];")
            .edge("outer", "inner", "body").edge("inner", "s", "body")
        let outcome = try await worker(document).run()
        #expect(outcome.result == [[[0, 0, 1], [0, 1, 2]], [[1, 0, 3]]])
        #expect(Set(outcome.steps).count == 3)
    }

    @Test("Loops in loops may both use the usual names")
    func usualNames() async throws {
        let outer = loop("outer", over: [[1, 2], [3]])(TestDocument(entry: "outer"))
        let document = loop("inner", over: "item")(outer).step("s", "return [i, {{item}}];")
            .edge("outer", "inner", "body").edge("inner", "s", "body")
        let outcome = try await worker(document).run()
        #expect(outcome.result == [[[0, 1], [1, 2]], [[0, 3]]], "\(outcome.json)")
        #expect(outcome.steps == ["s [0] [0]", "s [0] [1]", "s [1] [0]"])
    }

    @Test("A collection may be an array that holds expressions")
    func literalCollection() async throws {
        let document = loop("l", over: ["a", "{{first.x}}", "b {{first.x}}", ["k": "{{first}}"]])(
            TestDocument(entry: "first").step("first", "return { x: 7 };")
        )
        .step("s", "return item;").edge("first", "l").edge("l", "s", "body")
        #expect(try await worker(document).run().result == ["a", 7, "b 7", ["k": ["x": 7]]])
    }

    @Test("A `while` loop goes on with the value of the round before, and a break ends it")
    func whileLoop() async throws {
        let document = TestDocument(entry: "l")
            .node("l", "loop", ["loopType": "while", "condition": "({{count.n}} ?? 0) < 10"])
            .step("count", "return { n: i + 1 };").node("enough", "break", ["condition": "{{count.n}} === 3"])
            .step("rest", "return {{count.n}};").edge("l", "count", "body").chain("count", "enough", "rest")
            .step("after", "return [{{l}}, {{count.n}}];").edge("l", "after", "then")
        let outcome = try await worker(document).run()
        #expect(outcome.result == [[1, 2], 3])
        #expect(outcome.steps == ["count [0]", "rest [0]", "count [1]", "rest [1]", "count [2]", "after"])
    }

    @Test("Arms at once, with a value of each; a race has the winner's")
    func concurrent() async throws {
        let base = TestDocument(entry: "p").step("a", "return 'a';").step("b", "return 'b';")
            .step("after", "return [{{p}}, {{a}}];").edge("p", "a").edge("p", "b").edge("p", "after", "then")
        #expect(try await worker(base.node("p", "parallel")).run().result == [["a", "b"], "a"])
        #expect(try await worker(base.node("p", "race")).run().result?.array?.first == "a")
    }

    @Test("A break in an arm ends the loop around once the arms are done")
    func crossingBreak() async throws {
        let document = TestDocument(entry: "l").node("l", "loop", ["loopType": "times", "count": 5])
            .node("p", "parallel").node("stop", "break", ["condition": "i === 1"]).step("a", "return i;")
            .step("b", "return i;").edge("l", "p", "body").edge("p", "stop").edge("stop", "a").edge("p", "b")
            .step("after", "return 'done';").edge("l", "after", "then")
        let outcome = try await worker(document).run()
        #expect(outcome.result == "done")
        #expect(Set(outcome.steps) == ["a [0]", "b [0]", "b [1]", "after"])
    }

    @Test("Catch has the error, finally runs in any case", arguments: [(true, "caught boom"), (false, "fine")])
    func tryCatch(fails: Bool, value: String) async throws {
        let document = TestDocument(entry: "t").node("t", "try_catch")
            .step("work", "if (event.payload.fails) throw new Error('boom'); return 'fine';")
            .step("repair", "return `caught {{err.message}}`;").step("clean", "return 1;")
            .step("after", "return {{t}};").edge("t", "work", "try").edge("t", "repair", "catch")
            .edge("t", "clean", "finally").edge("t", "after", "then")
        let outcome = try await worker(document).run(["fails": .bool(fails)])
        #expect(outcome.result == .string(value))
        #expect(outcome.steps == ["work"] + (fails ? ["repair"] : []) + ["clean", "after"])
    }

    @Test(
        "Where only some arms meet, each way runs what follows once",
        arguments: [("x", "m"), ("y", "m"), ("z", "stop")])
    func someMeet(way: String, last: String) async throws {
        let document = TestDocument(entry: "b")
            .branch("b", ("x", "{{event.payload}} === 'x'"), ("y", "{{event.payload}} === 'y'"), ("z", ""))
            .step("c", "return 'c';").step("d", "return 'd';").step("stop", "return 's';")
            .step("m", "return {{c}} ?? 'none';")
            .edge("b", "c", "x").edge("b", "d", "y").edge("b", "stop", "z").chain("c", "m").chain("d", "m")
        let outcome = try await worker(document).run(.string(way))
        #expect(outcome.steps.last == last)
        #expect(outcome.result == .string(way == "x" ? "c" : way == "y" ? "none" : "s"))
    }

    @Test("In a loop, code that reads its own node's variable has the value of the round before")
    func ownRound() async throws {
        let document = TestDocument(entry: "l").node("l", "loop", ["loopType": "times", "count": 3])
            .step("a", "return (a ?? 0) + 1;").edge("l", "a", "body")
        #expect(try await worker(document).run().result == [1, 2, 3])
    }

    @Test("Waiting, other workflows and services")
    func operations() async throws {
        let document = TestDocument(entry: "until").node("until", "sleep_until", ["timestamp": "2030-01-01T00:00:00Z"])
            .node("ok", "wait_for_event", ["eventType": "approval", "timeout": "48 hours"])
            .node(
                "child", "sub_workflow",
                ["workflowId": "child-flow", "workflowName": "ChildFlow", "input": ["by": "{{ok.payload.by}}"]]
            )
            .node("tax", "sub_script", ["workerName": "tax", "url": "/rate", "body": ["child": "{{child}}"]])
            .chain("until", "ok", "child", "tax")
        let lowered = try #require(Compiler(catalog: TestCatalog()).lower(document.json).program)
        let artifact = try #require(WorkerBackend(target: "cloudflare", limits: .paid).emit(lowered).artifact)
        let bindings = artifact.bindings.map(\.name)
        let workflow = try #require(bindings.first { $0.contains("CHILD") })
        let service = try #require(bindings.first { $0.contains("TAX") })
        let outcome = try await WorkerRun(artifact).events(["approval": ["by": "Ann"]])
            .workflow(workflow, states: [["status": "complete", "output": 7]]).service(service).run()
        #expect(outcome.error == nil)
        #expect(outcome.result?["path"] == "/rate")
        #expect(outcome.result?["body"]?.string == "{\"child\":7}")
    }

    @Test("A script answers with what it exports, also from inside containers")
    func script() async throws {
        let document = TestDocument(entry: "l").node("l", "loop", ["loopType": "times", "count": 2])
            .node("s", "step", ["code": "return i;"], name: "EXPORT_last").edge("l", "s", "body")
            .node("e", "step", ["code": "return {{event.payload.x}} + {{s}};"], name: "EXPORT_sum").edge(
                "l", "e", "then")
        let outcome = try await worker(document, kind: "script").fetch(body: ["x": 5])
        #expect(try JSONValue(parsing: outcome.body ?? "") == ["last": 1, "sum": 6])
    }
}
