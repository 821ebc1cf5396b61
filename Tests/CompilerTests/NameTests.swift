import Compiler
import IR
import JSON
import PluginMessages
import TestSupport
import Testing
import WorkerBackend

@Suite("Names in code", .timeLimit(.minutes(10)))
struct NameTests {
    func run(_ document: TestDocument, _ payload: JSONValue = [:]) async throws -> WorkerRun.Outcome {
        let lowered = Compiler(catalog: TestCatalog()).lower(document.json)
        let program = try #require(lowered.program, "\(lowered.diagnostics)")
        #expect(try Program(json: JSONValue(parsing: program.json.bytes)) == program)
        let emitted = WorkerBackend(target: "cloudflare", limits: .paid).emit(program)
        let artifact = try #require(emitted.artifact, "\(emitted.diagnostics)")
        let outcome = try await WorkerRun(artifact).replaying.run(payload)
        if let error = outcome.error { Issue.record("\(error)\n\(artifact.source)") }
        #expect(outcome.json["replayed"] == outcome.result, "\(artifact.source)")
        return outcome
    }

    @Test(
        "A value is there under the name that the node's makes, unless the code declares it",
        arguments: [
            ("return Fetch_Data.id;", 7), ("return [1].map((x) => x + Fetch_Data.id)[0];", 8),
            ("const Fetch_Data = { id: 1 }; return Fetch_Data.id;", 1),
            ("return ((Fetch_Data) => Fetch_Data.id)({ id: 2 }) + Fetch_Data.id;", 9),
            ("const o = { Fetch_Data }; return o.Fetch_Data.id + { Fetch_Data: 1 }.Fetch_Data;", 8),
            ("return step_1.id + {{step_1.id}} + Fetch_Data.id;", 21),
        ])
    func displayName(code: String, expected: Int) async throws {
        let document = TestDocument(entry: "step_1").node(
            "step_1", "step", ["code": "return { id: 7 };"], name: "Fetch Data"
        )
        .branch("which", ("big", "Fetch_Data.id > 5"), ("small", "")).step("use", code).step("none", "return -1;")
        .edge("step_1", "which").edge("which", "use", "big").edge("which", "none", "small")
        #expect(try await run(document).result == .int(expected))
    }

    @Test("An expression may begin with the name that a node's name makes, or with the round of a loop, too")
    func namedRoots() async throws {
        let document = TestDocument(entry: "step_1").node(
            "step_1", "step", ["code": "return { id: 7, list: ['a', 'b'] };"], name: "Fetch Data"
        )
        .node("each", "loop", ["loopType": "forEach", "collection": "{{Fetch_Data.list}}"])
        .step("use", "return `{{Fetch_Data.id}} {{_loop_i}}` + '{{item}}' + {{Fetch_Data.list.1}};")
        .step("end", "return {{each}};").edge("step_1", "each").edge("each", "use", "body").edge("each", "end", "then")
        #expect(try await run(document).result == ["7 0ab", "7 1bb"])
        let unknown = TestDocument(entry: "use").step("use", "return {{Fetch_Data.id}} + {{_loop_i}};")
            .node("step_1", "step", ["code": "return 1;"], name: "Fetch Data").chain("use", "step_1")
        let codes = Compiler(catalog: TestCatalog()).lower(unknown.json).errors.map(\.code)
        #expect(codes == ["ir.expression.unknownNode", "ir.expression.unknownNode"])
    }

    @Test(
        "Inline code without a return has no value: what ends with it has the last value before it",
        arguments: [
            ("const x = 1;", ["v", ["v0", "v1"], "v"]), ("(() => { return 1; })()", ["v", ["v0", "v1"], "v"]),
            ("return 'own';", ["own", ["own", "own"], "own"]),
        ] as [(String, JSONValue)])
    func withoutValue(code: String, expected: JSONValue) async throws {
        let data: JSONValue = ["code": .string(code), "inline": true]
        let document = TestDocument(entry: "which").branch("which", ("yes", "true"), ("no", ""))
            .step("a", "return 'v';").node("b", "step", data).step("c", "return 'no';")
            .node("each", "loop", ["loopType": "times", "count": 2]).step("d", "return 'v' + i;")
            .node("e", "step", data).node("guard", "try_catch").step("f", "return 'v';").node("g", "step", data)
            .step("h", "return err.message;")
            .step("end", "return [{{which}}, {{each}}, {{guard}}];")
            .edge("which", "a", "yes").edge("a", "b").edge("which", "c", "no").edge("which", "each", "then")
            .edge("each", "d", "body").edge("d", "e").edge("each", "guard", "then")
            .edge("guard", "f", "try").edge("f", "g").edge("guard", "h", "catch").edge("guard", "end", "then")
        #expect(try await run(document).result == expected)
        let last = TestDocument(entry: "a").step("a", "return 'v';").node("b", "step", data).chain("a", "b")
        #expect(try await run(last).result == expected.array?.first)
    }

    @Test("A name that two nodes make, or that means something else, is none of theirs")
    func ambiguous() async throws {
        let document = TestDocument(entry: "a").node("a", "step", ["code": "return 1;"], name: "My Value")
            .node("b", "step", ["code": "return 2;"], name: "My-Value").node(
                "c", "step", ["code": "return 3;"], name: "Promise"
            )
            .step("end", "return [typeof My_Value, typeof Promise];").chain("a", "b", "c", "end")
        #expect(try await run(document).result == ["undefined", "function"])
    }

    @Test("_loop_i is the round of the loop around that counts with i")
    func rounds() async throws {
        let document = TestDocument(entry: "outer").node(
            "outer", "loop", ["loopType": "times", "count": 2, "indexVar": "row"]
        )
        .node("inner", "loop", ["loopType": "forEach", "collection": "['a', 'b']"])
        .step("cell", "return `${_loop_row}${_loop_i}${item}`;").step("end", "return {{outer}};")
        .edge("outer", "inner", "body").edge("inner", "cell", "body").edge("outer", "end", "then")
        #expect(try await run(document).result == [["00a", "01b"], ["10a", "11b"]])
    }

    @Test(
        "What code assigns to _output last is the loop's value, on a replay too",
        arguments: [
            ("if (item > 1) _output = { last: item };", ["last": 3]), ("_output = (_output ?? 0) + item; return 0;", 6),
            ("_output ??= []; _output.push(item * 2);", [2, 4, 6]),
            (
                "return [item, typeof _output];",
                [
                    [1, "undefined"], [2, "undefined"], [3, "undefined"],
                ]
            ),
            ("const _output = item; return _output;", [1, 2, 3]),
            ("_output = item > 2 ? undefined : item;", nil), ("if (item === 1) { _output = undefined; }", nil),
            ("if (item > 3) _output = undefined; return item;", [1, 2, 3]),
            ("({ _output = 5 } = {}); [_output = 6] = [item]; return item", 3),
            ("const f = ({ _output = 5 }) => _output; f({}), _output ??= item", 1),
        ] as [(String, JSONValue?)], [false, true])
    func output(_ body: (code: String, expected: JSONValue?), inline: Bool) async throws {
        let document = TestDocument(entry: "l").node("l", "loop", ["loopType": "forEach", "collection": "[1, 2, 3]"])
            .node("a", "step", ["code": .string(body.code), "inline": .bool(inline)])
            .step("end", "return {{l}};").edge("l", "a", "body").edge("l", "end", "then")
        #expect(try await run(document).result == body.expected)
    }

    @Test(
        "What a failed attempt did to _output is not there in the next",
        arguments: [
            ("_output = (_output ?? 0) + 1; if (ctx.attempt < 3) throw new Error('again');", 2),
            ("(_output ??= []).push(ctx.attempt); if (ctx.attempt < 3) throw new Error('again');", [3, 3]),
            ("if (ctx.attempt < 3) { _output = 'failed'; throw new Error('again'); } return i;", [0, 1]),
        ] as [(String, JSONValue)])
    func failedAttempt(code: String, expected: JSONValue) async throws {
        let document = TestDocument(entry: "l").node("l", "loop", ["loopType": "times", "count": 2])
            .node("a", "step", ["code": .string(code), "retryLimit": 3, "retryDelay": 1])
            .step("end", "return {{l}};").edge("l", "a", "body").edge("l", "end", "then")
        #expect(try await run(document).result == expected)
    }

    @Test("An inner loop has an _output of its own, and the next node reads the step's own value")
    func nestedOutput() async throws {
        let document = TestDocument(entry: "l").node("l", "loop", ["loopType": "times", "count": 2, "indexVar": "o"])
            .node("m", "loop", ["loopType": "times", "count": 2]).step("a", "_output = o * 10 + i; return 'v';")
            .step("b", "return {{a}} + i;").step("c", "_output = [_output ?? null, {{m}}];").step(
                "end", "return {{l}};"
            )
            .edge("l", "m", "body").edge("m", "a", "body").edge("a", "b").edge("m", "c", "then").edge(
                "l", "end", "then")
        #expect(try await run(document).result == [[nil, 1], 11])
    }

    @Test("What inline code declares is visible to what follows in its block")
    func inline() async throws {
        let document = TestDocument(entry: "a")
            .node("a", "step", ["code": "let total = 5\nconst { x: [y], ...rest } = { x: [2], z: 3 }", "inline": true])
            .node(
                "b", "step", ["code": "(() => { total += 1 })()\nfunction twice(n) { return n * 2 }", "inline": true]
            )
            .step("c", "return [twice(total), y, rest.z, typeof {{a}}];").chain("a", "b", "c")
        #expect(try await run(document).result == [12, 2, 3, "undefined"])
    }

    @Test("Inline code that returns is a function: what it declares is its own")
    func inlineReturn() async throws {
        let document = TestDocument(entry: "a")
            .node("a", "step", ["code": "const total = 5; return total;", "inline": true])
            .node("b", "step", ["code": "const total = 6; if (total) { return total + {{a}}; }", "inline": true])
            .step("c", "return [{{a}}, {{b}}, typeof total];").chain("a", "b", "c")
        #expect(try await run(document).result == [5, 11, "undefined"])
    }

    @Test("Inline code that declares a name twice, or one of the run's, keeps it to itself and says so")
    func inlineConflict() async throws {
        let document = TestDocument(entry: "a")
            .node("a", "step", ["code": "const total = 5;", "inline": true])
            .node("b", "step", ["code": "const total = 6;", "inline": true])
            .node("c", "step", ["code": "const d = 1;", "inline": true])
            .step("d", "return total;").step("e", "return [{{d}}, total];").chain("a", "b", "d", "c", "e")
        #expect(try await run(document).result == [5, 5])
        let program = try #require(Compiler(catalog: TestCatalog()).lower(document.json).program)
        let warnings = WorkerBackend(target: "cloudflare", limits: .paid).emit(program).artifact?.warnings ?? []
        #expect(warnings.map(\.code) == ["worker.inline.name", "worker.inline.name"])
        #expect(warnings.map(\.nodeId) == ["b", "c"])
    }

    @Test(
        "Names of generated code in inline code and imports are the code's own, and nothing else",
        arguments: ["$text", "$items", "$all", "$path", "$json", "$segment"])
    func ownNames(name: String) async throws {
        let id = name.dropFirst()
        let document = TestDocument(entry: String(id)).step(String(id), "return 1;")
            .node(
                "a", "step", ["code": .string("const \(name) = 'mine'; event.payload.seen = \(name);"), "inline": true]
            )
            .step("b", "import \(id) from 'node:path'; return \(id).posix.sep;")
            .step("c", "import { posix as \(name) } from 'node:path'; return \(name).sep;")
            .node("l", "loop", ["loopType": "forEach", "collection": "{{event.payload.list}}"]).node("p", "parallel")
            .step("x", "return '<{{item}}>' + item;").step("y", "return {{b}} + {{c}};")
            .step("end", "return [{{l}}, event.payload.seen];")
            .chain(String(id), "a", "b", "c", "l").edge("l", "p", "body").edge("p", "x").edge("p", "y")
            .edge("l", "end", "then")
        #expect(try await run(document, ["list": [1]]).result == [[["<1>1", "//"]], "mine"])
    }

    @Test("Steps whose names are those of another's rounds keep apart")
    func roundNames() async throws {
        let document = TestDocument(entry: "a").node("a", "step", ["code": "return 'outer';"], name: "Work [0]")
            .node("s", "step", ["code": "return 's';"], name: "Work [1] [0]")
            .node("l", "loop", ["loopType": "times", "count": 2]).node(
                "b", "step", ["code": "return 'inner' + i;"], name: "Work"
            )
            .step("end", "return [{{a}}, {{s}}, {{l}}];").edge("a", "s").edge("s", "l").edge("l", "b", "body").edge(
                "l", "end", "then")
        #expect(try await run(document).result == ["outer", "s", ["inner0", "inner1"]])
    }

    @Test("A loop without a condition goes on until a break; a round that ends without a value has the last one before")
    func endless() async throws {
        let document = TestDocument(entry: "l").node("l", "loop", ["loopType": "while"]).step("a", "return i;")
            .node("s", "sleep", ["duration": "1 second"]).node("k", "break", ["condition": "{{a}} === 2"])
            .step("end", "return {{l}};").edge("l", "a", "body").edge("a", "s").edge("s", "k").edge("l", "end", "then")
        #expect(try await run(document).result == [0, 1])
    }

    @Test("A loop that nothing ends is a warning")
    func neverEnds() {
        let document = TestDocument(entry: "l").node("l", "loop", ["loopType": "while", "condition": " "])
            .step("a", "return i;").edge("l", "a", "body")
        #expect(Compiler(catalog: TestCatalog()).lower(document.json).diagnostics.map(\.code) == ["ir.loop.endless"])
    }

    @Test("A condition may read what the body assigned")
    func outputInConditions() async throws {
        let document = TestDocument(entry: "l").node(
            "l", "loop", ["loopType": "while", "condition": "(_output ?? 0) < 3"]
        )
        .step("a", "_output = (_output ?? 0) + 1;").branch("b", ("x", "_output === 2"), ("y", ""))
        .step("x", "return 'two';").step("y", "return 'other';").step("end", "return {{l}};")
        .edge("l", "a", "body").edge("a", "b").edge("b", "x", "x").edge("b", "y", "y").edge("l", "end", "then")
        #expect(try await run(document).result == 3)
    }

    @Test("An export in code is an error that names its line")
    func export() throws {
        let document = TestDocument(entry: "a").step("a", "const o = { export: 1 };\no.export;\nexport const x = 1;")
        let program = try #require(Compiler(catalog: TestCatalog()).lower(document.json).program)
        let errors = WorkerBackend(target: "cloudflare", limits: .paid).emit(program).diagnostics
        #expect(errors.map(\.code) == ["worker.code.export"])
        #expect(errors.map(\.line) == [3])
    }

    @Test("A run that ends with a sleep has the value before it")
    func valueBeforeSleep() async throws {
        let document = TestDocument(entry: "a").step("a", "return 'result';").node(
            "s", "sleep", ["duration": "1 second"]
        )
        .chain("a", "s")
        #expect(try await run(document).result == "result")
    }

    @Test("A text or a number is no collection", arguments: ["('abc')", "2 + 3", "(null)", "({ length: 1 })"])
    func collections(collection: String) async throws {
        let document = TestDocument(entry: "l").node(
            "l", "loop", ["loopType": "forEach", "collection": .string(collection)]
        )
        .step("a", "return item;").edge("l", "a", "body")
        let program = try #require(Compiler(catalog: TestCatalog()).lower(document.json).program)
        let artifact = try #require(WorkerBackend(target: "cloudflare", limits: .paid).emit(program).artifact)
        let error = try await WorkerRun(artifact).run().error
        #expect(error?.hasSuffix("expected an array or another iterable of items") == true, "\(error ?? "-")")
    }

    @Test("Metadata without dates is accepted", arguments: [nil, "", "2026-11-01"] as [String?])
    func dates(date: String?) {
        var metadata: JSONObject = ["name": "x", "version": 1]
        metadata["createdAt"] = date.map(JSONValue.string)
        metadata["updatedAt"] = date.map(JSONValue.string)
        let document = TestDocument(entry: "a").step("a", "return 1;").json(changing: ["metadata": .object(metadata)])
        #expect(Compiler(catalog: TestCatalog()).lower(document).diagnostics.isEmpty)
    }

    @Test("Only a number as JavaScript writes it is an index, and odd keys are quoted")
    func keys() async throws {
        let document = TestDocument(entry: "a")
            .step(
                "a",
                "return { list: [{ '01': 'k' }], '01': 'z', 'x.y': 1, '🔑': { 'é è': 2 }, '-1': 3, '9007199254740993': 4 };"
            )
            .step(
                "end",
                "return [{{a.list.0.01}}, {{ a.01 }}, {{\n a['x.y']\n}}, {{a.🔑['é è']}}, {{a.-1}}, {{a.9007199254740993}}, '\\{{a}}', `\\{{a}}`, \"{{a['x.y']}}\"];"
            ).chain("a", "end")
        #expect(try await run(document).result == ["k", "z", 1, 2, 3, 4, "{{a}}", "{{a}}", "1"])
    }
}
