import Compiler
import IR
import JSON
import PluginMessages
import TestSupport
import Testing

@Suite("Documents with errors", .timeLimit(.minutes(30)))
struct BadDocumentTests {
    private func problems(_ document: JSONValue, kind: Program.Kind? = nil) -> [Diagnostic] {
        let lowered = Compiler(catalog: TestCatalog()).lower(document, CompileRequest(kind: kind))
        #expect(lowered.program == nil)
        return lowered.diagnostics.filter { $0.severity == .error }
    }

    private func expect(
        _ document: JSONValue, _ code: String, at pointer: String, node: String? = nil,
        location: SourceLocation = #_sourceLocation
    ) {
        let found = problems(document)
        #expect(
            found.contains { $0.code == code && $0.pointer == pointer && $0.nodeId == node },
            "\(found.map { "\($0.code) \($0.pointer) \($0.nodeId ?? "-")" })", sourceLocation: location)
    }

    private let one = TestDocument(entry: "a").step("a", "return 1;")

    @Test("All problems are reported at once, each with pointer, code, message and node")
    func everything() {
        let document = TestDocument(entry: "nobody")
            .node("a", "teleport").node("a", "step", ["code": 5]).node("b b", "step", ["code": "x"], version: "one")
            .edge("a", "zzz").edge("yyy", "a").json(changing: ["trigger": ["type": "cron", "expression": "61 * * * *"]])
        let found = problems(document)
        let codes = Set(found.map(\.code))
        #expect(
            codes.isSuperset(of: [
                "ir.node.unknownType", "ir.node.duplicateId", "ir.data.type", "ir.node.id", "ir.node.version",
                "ir.edge.unknownTarget", "ir.edge.unknownSource", "ir.entry.unknown", "ir.trigger.cron",
            ]), "\(codes)")
        #expect(found.allSatisfy { !$0.message.isEmpty })
    }

    @Test(
        "An unknown node type names the one that was meant, or where to install it",
        arguments: [
            ("stepp", "did you mean \"step\"?"), ("waitForEvent", "did you mean \"wait_for_event\"?"),
            ("httpRequest", "did you mean \"http_request\"?"), ("teleport", "POST /api/marketplace/install"),
            ("forEach", "did you mean \"loop\" with the loopType \"forEach\"?"), ("if", "did you mean \"branch\"?"),
            ("wait-event", "did you mean \"wait_for_event\"?"), ("Delay", "did you mean \"sleep\"?"),
            ("code", "did you mean \"step\"?"), ("webhook", "\"trigger\", such as {\"type\": \"http\"}"),
        ])
    func unknownType(type: String, hint: String) {
        let found = problems(TestDocument(entry: "a").node("a", type).json).filter { $0.code == "ir.node.unknownType" }
        #expect(found.count == 1 && found.first?.message.hasSuffix(hint + (hint.hasSuffix("?") ? "" : ".")) == true)
    }

    @Test("A trigger, an entry, an end and a label that are nearly right name what was meant")
    func nearest() {
        func expect(_ document: JSONValue, _ code: String, _ words: String) {
            let found = problems(document).filter { $0.code == code }
            #expect(found.count == 1 && found.first?.message.hasSuffix(words) == true, "\(found)")
        }
        for (type, meant) in [("webhook", "http"), ("schedule", "cron"), ("Http", "http")] {
            let document = one.json(changing: ["trigger": ["type": .string(type)]])
            expect(document, "ir.trigger.unknown", "not \"\(type)\". Did you mean \"\(meant)\"?")
        }
        expect(one.json(changing: ["entryNodeId": "A"]), "ir.entry.unknown", "Did you mean \"a\"?")
        let order = TestDocument(entry: "order").step("order", "return 1;").edge("order", "Order")
        expect(order.json, "ir.edge.unknownTarget", "Did you mean \"order\"?")
        let branch = TestDocument(entry: "b").branch("b", ("Yes", "true"), ("no", "")).step("y", "return 1;")
        expect(branch.edge("b", "y", "yes").json, "ir.edge.label", "not \"yes\". Did you mean \"Yes\"?")
    }

    @Test("Members that are missing or of another type", arguments: ["metadata", "nodes", "edges", "entryNodeId"])
    func members(member: String) {
        expect(one.json(changing: [member: 7]), "ir.field.type", at: "/\(member)")
        let object = one.json.object?.members.filter { $0.key != member }.map { ($0.key, $0.value) } ?? []
        expect(.object(JSONObject(object)), "ir.field.required", at: "/\(member)")
    }

    @Test(
        "Control characters in what people read",
        arguments: ["a\0b", "a\u{1B}[31mb", "a\u{7F}b", "a\u{9B}b"])
    func controls(text: String) {
        let metadata: JSONValue = ["name": .string(text), "version": 1, "description": .string(text)]
        let found = problems(one.json(changing: ["metadata": metadata])).filter { $0.code == "ir.field.control" }
        #expect(Set(found.map(\.pointer)) == ["/metadata/name", "/metadata/description"])
        #expect(found.allSatisfy { $0.severity == .error })
        var node = one.json["nodes"]?.array?.first?.object ?? [:]
        node["name"] = .string(text)
        expect(one.json(changing: ["nodes": [.object(node)]]), "ir.field.control", at: "/nodes/0/name", node: "a")
        node["name"] = "Line\none\tand two"
        #expect(Compiler(catalog: TestCatalog()).lower(one.json(changing: ["nodes": [.object(node)]])).program != nil)
    }

    @Test("A document that is no object")
    func noObject() { #expect(problems([1]).map(\.code) == ["ir.field.type"]) }

    @Test("A cycle is named by its nodes")
    func cycle() {
        let document = TestDocument(entry: "a").step("a", "").step("b", "").step("c", "").chain("a", "b", "c", "b")
        let found = problems(document.json)
        #expect(
            found.contains {
                $0.code == "ir.graph.cycle" && $0.message.contains("b → c → b") && $0.pointer == "/edges/2"
            })
    }

    @Test("A node that cannot be reached and a label that its branch lacks are errors")
    func structure() {
        expect(one.step("b", "").json, "ir.graph.unreachable", at: "/nodes/1", node: "b")
        let branch = TestDocument(entry: "a").branch("a", ("yes", "true"), ("no", "")).step("b", "")
        expect(branch.edge("a", "b", "maybe").json, "ir.edge.label", at: "/edges/0/label", node: "a")
        expect(branch.edge("a", "b").json, "ir.edge.label", at: "/edges/0", node: "a")
        expect(
            TestDocument(entry: "a").branch("a", ("x", ""), ("y", " ")).json, "ir.branch.severalElse",
            at: "/nodes/0/data/branches/1/condition", node: "a")
    }

    @Test(
        "Data against its definition",
        arguments: [
            (["to": "x@example.com", "text": "hi", "count": 9], "ir.data.validation", "count"),
            (["to": "nobody", "text": "hi"], "ir.data.validation", "to"),
            (["to": "x@example.com", "text": "hello, hello"], "ir.data.validation", "text"),
            (["to": "x@example.com"], "ir.data.required", "text"),
            (["text": "hi"], "ir.data.required", "to"),
            (["to": 5, "text": "hi"], "ir.data.type", "to"),
            (["to": "x@example.com", "text": "hi", "action": "Explode"], "ir.data.options", "action"),
            (["to": "x@example.com", "text": "hi", "token": "s3cret"], "ir.node.secretInDocument", "token"),
            (
                ["to": "x@example.com", "text": "hi", "token": "s3cret-{{env.REST}}"], "ir.node.secretInDocument",
                "token"
            ),
        ] as [(JSONValue, String, String)])
    func data(data: JSONValue, code: String, field: String) {
        let document = TestDocument(entry: "n").node("n", "notify", data, version: "1.2.0").json
        expect(document, code, at: "/nodes/0/data/\(field)", node: "n")
        #expect(!problems(document).contains { $0.message.contains("s3cret") })
    }

    @Test("Versions and providers")
    func versions() {
        let data: JSONValue = ["to": "x@example.com", "text": "hi"]
        expect(
            TestDocument(entry: "n").node("n", "notify", data, version: "9.0.0").json, "ir.node.unknownVersion",
            at: "/nodes/0/version", node: "n")
        expect(
            TestDocument(entry: "n").node("n", "step", ["code": ""], provider: "mars").json, "ir.node.unknownProvider",
            at: "/nodes/0/provider", node: "n")
        expect(
            one.node("b", "step", ["code": ""], provider: "mars").edge("a", "b").json, "ir.node.provider",
            at: "/nodes/1/provider", node: "b")
    }

    @Test(
        "An expression that reads what is not there, or not there yet, is an error with its reason",
        arguments: [
            ("{{zzz.x}}", "ir.expression.unknownNode"), ("{{b.x}}", "ir.expression.self"),
            ("{{c.x}}", "ir.expression.notBefore"), ("{{env}}", "ir.expression.env"),
        ])
    func expressions(text: String, code: String) {
        let document = TestDocument(entry: "a").step("a", "")
            .node("b", "http_request", ["url": "https://example.com", "body": ["x": [.string(text)]]]).step("c", "")
            .chain("a", "b", "c")
        expect(document.json, code, at: "/nodes/1/data/body/x/0", node: "b")
    }

    @Test("A node that runs before on some ways only is a warning")
    func sometimes() {
        let document = TestDocument(entry: "a").branch("a", ("x", "true"), ("y", "")).step("b", "return 1;")
            .step("c", "return {{b}};").edge("a", "b", "x").edge("a", "c", "y").edge("b", "c")
        let lowered = Compiler(catalog: TestCatalog()).lower(document.json)
        #expect(lowered.program != nil)
        #expect(lowered.diagnostics.map(\.code) == ["ir.expression.maybeUndefined"])
    }

    @Test("Durations, retries, cron expressions")
    func formats() {
        for duration in ["soon", "-1 second", "366 days"] {
            expect(
                TestDocument(entry: "a").node("a", "sleep", ["duration": .string(duration)]).json, "ir.data.validation",
                at: "/nodes/0/data/duration", node: "a")
        }
        expect(
            TestDocument(entry: "a").node(
                "a", "step", ["code": ""], config: ["retries": ["limit": -1, "delay": "1 second"]]
            )
            .json, "ir.field.range", at: "/nodes/0/config/retries/limit", node: "a")
        for cron in ["* * * *", "60 * * * *", "* 24 * * *", "*/0 * * * *", "5-1 * * * *", "* * * FOO *"] {
            expect(
                one.json(changing: ["trigger": ["type": "cron", "expression": .string(cron)]]), "ir.trigger.cron",
                at: "/trigger/expression")
        }
        for cron in ["* * * * *", "*/15 8-18 * * MON-FRI", "0 0 1,15 JAN,JUL *", "0 0 L * *", "0 0 * * 5#2"] {
            let document = one.json(changing: ["trigger": ["type": "cron", "expression": .string(cron)]])
            #expect(Compiler(catalog: TestCatalog()).lower(document).program != nil, "\(cron)")
        }
    }

    @Test("The kind has to agree, and a script is started by HTTP")
    func kinds() {
        #expect(problems(one.json, kind: .script).map(\.code).contains("ir.kind.mismatch"))
        let script = one.json(changing: ["kind": "script", "trigger": ["type": "cron", "expression": "* * * * *"]])
        #expect(problems(script).map(\.code) == ["ir.trigger.script"])
    }

    @Test("A kind of null is absent, like null elsewhere")
    func nullKind() {
        let document = one.json(changing: ["kind": .null])
        #expect(Compiler(catalog: TestCatalog()).lower(document).program?.kind == .workflow)
        expect(one.json(changing: ["kind": 1]), "ir.kind.unknown", at: "/kind")
    }

    @Test("Arms that run at once and neither all meet nor all end are told how to")
    func crossing() {
        let document = TestDocument(entry: "a").node("a", "parallel").step("x", "").step("y", "").step("z", "")
            .step("s", "").edge("a", "x").edge("a", "y").edge("a", "z").edge("x", "s").edge("y", "s")
        expect(document.json, "ir.graph.crossing", at: "/nodes/4", node: "s")
    }

    @Test("What containers need, and what scripts cannot have")
    func containers() {
        let step = TestDocument(entry: "a").step("b", "")
        expect(
            step.node("a", "loop", ["loopType": "times", "count": 1]).json, "ir.container.arm", at: "/nodes/1",
            node: "a")
        expect(step.node("a", "try_catch").edge("a", "b", "try").json, "ir.container.arm", at: "/nodes/1", node: "a")
        for type in ["parallel", "race"] {
            let lowered = Compiler(catalog: TestCatalog()).lower(step.node("a", type).edge("a", "b", "then").json)
            #expect(lowered.program != nil)
            #expect(lowered.diagnostics.map(\.code) == ["ir.container.noArms"])
        }
        for (data, code, field) in [
            (["loopType": "forEach"], "ir.data.required", "collection"),
            (["loopType": "forEach", "collection": " \n"], "ir.data.required", "collection"),
            (["loopType": "forEach", "collection": 3], "ir.data.type", "collection"),
            (["loopType": "forEach", "collection": "3.5"], "ir.data.type", "collection"),
            (["loopType": "forEach", "collection": "null"], "ir.data.type", "collection"),
            (["loopType": "forEach", "collection": "\"abc\""], "ir.data.type", "collection"),
            (["loopType": "forEach", "collection": " {\"a\": [1]} "], "ir.data.type", "collection"),
            (["loopType": "while", "condition": 1], "ir.data.type", "condition"),
            (["loopType": "times"], "ir.data.required", "count"),
            (["loopType": "times", "count": 0], "ir.data.validation", "count"),
            (["loopType": "often"], "ir.data.options", "loopType"),
            (["loopType": "times", "count": 1, "indexVar": "event"], "ir.loop.variable", "indexVar"),
            (["loopType": "times", "count": 1, "itemVar": "i"], "ir.loop.variable", "indexVar"),
        ] as [(JSONValue, String, String)] {
            expect(
                step.node("a", "loop", data).edge("a", "b", "body").json, code, at: "/nodes/1/data/\(field)", node: "a")
        }
        let sleep = TestDocument(entry: "a").node("a", "sleep", ["duration": 5])
        expect(
            sleep.json(changing: ["kind": "script", "trigger": ["type": "http"]]), "ir.script.node",
            at: "/nodes/0/type", node: "a")
        expect(
            one.node("b", "sub_script", ["workerName": "{{a}}"]).edge("a", "b").json, "ir.data.literal",
            at: "/nodes/1/data/workerName", node: "b")
    }

    @Test("Names in expressions are checked even where the graph cannot be followed")
    func namesWithoutOrder() {
        let document = TestDocument(entry: "a").step("a", "return {{nobody.x}};").step("b", "").chain("a", "b", "a")
        #expect(Set(problems(document.json).map(\.code)) == ["ir.graph.cycle", "ir.expression.unknownNode"])
    }

    @Test("Dependencies are named, ranged and few, and agree with those of the nodes")
    func dependencies() {
        func codes(_ dependencies: [String: String]) -> [String] {
            Compiler(catalog: TestCatalog()).lower(one.json, CompileRequest(dependencies: dependencies)).errors.map(
                \.code)
        }
        #expect(codes(["zod": "^3.1.0", "@aws-sdk/client-s3": "3.x"]).isEmpty)
        #expect(codes(["Not A Name": "1"]) == ["ir.dependencies.name"])
        #expect(codes(["zod": "git+ssh://example.com/x"]) == ["ir.dependencies.range"])
        #expect(codes(["zod": "file:../x"]) == ["ir.dependencies.range"])
        let many = Dictionary(uniqueKeysWithValues: (0..<16).map { ("p\($0)", "1") })
        #expect(codes(many) == ["ir.dependencies.count"])
    }

    @Test("Mutated documents never crash the front end", arguments: 0..<20 as Range<UInt64>)
    func mutations(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed &* 0x9E37_79B9_7F4A_7C15 &+ Stress.seed)
        var lowerings = 0
        for document in 0..<20 as Range<UInt64> {
            let text = RandomWorkflow(seed: seed * 20 + document, reads: true).document.json.bytes
            for _ in 0..<Stress.size(small: 20, large: 200) {
                var mutated = text
                for _ in 0..<Int.random(in: 1...4, using: &random) {
                    let place = Int.random(in: 0..<mutated.count, using: &random)
                    switch Int.random(in: 0..<3, using: &random) {
                    case 0: mutated[place] = UInt8.random(in: 32...126, using: &random)
                    case 1: mutated.remove(at: place)
                    default: mutated.insert(mutated[Int.random(in: 0..<mutated.count, using: &random)], at: place)
                    }
                }
                guard let document = try? JSONValue(parsing: mutated) else { continue }
                lowerings += 1
                let lowered = Compiler(catalog: TestCatalog()).lower(document)
                #expect((lowered.program == nil) == lowered.diagnostics.contains { $0.severity == .error })
            }
        }
        // Most mutations leave a text JSON.
        #expect(lowerings > 0, "seed \(seed), MILLRACE_SEED=\(Stress.seed)")
    }

    @Test("Documents with parts exchanged never crash the front end", arguments: 0..<20 as Range<UInt64>)
    func exchanges(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed &* 0xD1B5_4A32_D192_ED03 &+ Stress.seed)
        for document in 0..<20 as Range<UInt64> {
            let whole = RandomWorkflow(seed: 1_000 + seed * 20 + document, reads: true).document.json
            let edges = whole["edges"]?.array ?? []
            let ids = (whole["nodes"]?.array ?? []).compactMap { $0["id"] }
            for _ in 0..<Stress.size(small: 12, large: 60) where !edges.isEmpty {
                var changed = edges
                for _ in 0..<Int.random(in: 1...3, using: &random) {
                    let place = Int.random(in: 0..<changed.count, using: &random)
                    guard var edge = changed[place].object, let id = ids.randomElement(using: &random) else { continue }
                    switch Int.random(in: 0..<4, using: &random) {
                    case 0: edge["target"] = id
                    case 1: edge["source"] = id
                    case 2: edge["label"] = edges.randomElement(using: &random)?["label"]
                    default: edge["id"] = .string("x\(place)")
                    }
                    changed[place] = .object(edge)
                }
                var members = whole.object ?? [:]
                members["edges"] = .array(changed)
                let lowered = Compiler(catalog: TestCatalog()).lower(.object(members))
                #expect((lowered.program == nil) == lowered.diagnostics.contains { $0.severity == .error })
            }
        }
    }
}
