import Compiler
import IR
import JSON
import PluginMessages
import TestSupport
import Testing
import WorkerBackend

@Suite("Code in fields", .timeLimit(.minutes(10)))
struct CodeInFieldTests {
    /// `order`, then a request whose body is echoed, then `end`.
    private func document(_ data: JSONObject) -> TestDocument {
        var request: JSONObject = ["method": "POST", "url": "{{env.BASE}}/echo"]
        for (key, value) in data.members.map({ ($0.key, $0.value) }) { request[key] = value }
        return TestDocument(entry: "order")
            .step("order", "return { id: 7, name: 'A \"B\"', list: [1, 2] };")
            .node("call", "http_request", .object(request)).step("end", "return {{call.body.body}};")
            .chain("order", "call", "end")
    }

    private func sent(_ data: JSONObject, env: JSONObject = [:]) async throws -> (body: JSONValue?, codes: [String]) {
        let lowered = Compiler(catalog: TestCatalog()).lower(document(data).json)
        let program = try #require(lowered.program, "\(lowered.diagnostics)")
        #expect(try Program(json: JSONValue(parsing: program.json.bytes)) == program)
        let artifact = try #require(WorkerBackend(target: "cloudflare", limits: .paid).emit(program).artifact)
        let outcome = try await WorkerRun(artifact, env: env).run(["who": "W"])
        #expect(outcome.error == nil, "\(artifact.source)")
        return (outcome.result, lowered.diagnostics.map { "\($0.severity) \($0.code)" })
    }

    @Test(
        "A body that is an object, an array, a call, a member or a template literal is evaluated",
        arguments: [
            ("JSON.stringify({ id: {{order.id}}, at: `o-${order.id}` })", #"{"id":7,"at":"o-7"}"#),
            ("{ id: order.id, by: event.payload.who }", #"{"id":7,"by":"W"}"#),
            ("[order.id, {{order.name}}]", #"[7,"A \"B\""]"#), ("order.list", "[1,2]"),
            ("\n {{order.list}}.map((x) => x * 2).join('-') \n", "2-4"),
            ("{ a: order.list.map(function (n) { return n * 2; }), b: undefined }", #"{"a":[2,4]}"#),
            ("{ a: encodeURI('a b'), b: isNaN(NaN), ...order.none }", #"{"a":"a%20b","b":true}"#),
            ("{ id: (order as any).id, n: order!.id, by: event.payload.who as string }", #"{"id":7,"n":7,"by":"W"}"#),
            ("order.list.map((x: number, i?: number): number => x * 2) as number[]", "[2,4]"),
            (
                "{ a: order.list.map(function <T>(n: T): T { const m: T = n; return m!; }) } satisfies object",
                #"{"a":[1,2]}"#
            ),
            ("'{{order.name}}'.length", "5"), ("order.list.map<number>((x) => x * 2)", "[2,4]"),
            (
                "{ a: (() => { type N = number; let s: N = 0; for (const x of order.list as N[]) s += x; return s; })() }",
                #"{"a":3}"#
            ),
            ("{ id: 1, get a() { return this.id + order.id; } }", #"{"id":1,"a":8}"#),
            ("{ b: 2, toJSON(this: any): object { return { c: this.b + order.id }; } }", #"{"c":9}"#),
            ("{ a: new (class { x: number = order.id; })().x };", #"{"a":7}"#),
            ("[...(function* (): Iterable<number> { yield order.id; })()]", "[7]"),
            ("`amount=${{{order.id}}}&who=${event.payload.who}`", "amount=7&who=W"),
        ])
    func whole(body: String, expected: String) async throws {
        let (result, codes) = try await sent(["body": .string(body)])
        #expect(result == .string(expected))
        #expect(codes == ["info ir.code.evaluated"])
    }

    @Test(
        "In strings of code in a field, ${…} is code as in the text around",
        arguments: [
            (#"{"a": "${order.id}" as string}"#, #"{"a":"7"}"#),
            ("{ a: '<${order.id}>{{order.id}}', b: order.id }", #"{"a":"<7>7","b":7}"#),
            (#"{ a: "\${order.id}" , b: order.id }"#, #"{"a":"${order.id}","b":7}"#),
        ])
    func strings(body: String, expected: String) async throws {
        #expect(try await sent(["body": .string(body)]).body == .string(expected))
    }

    @Test(
        "What reads a value and is more than an expression stays text, with a warning that says so",
        arguments: [
            "{ a: order.id = 5 }", "{ a: order.id ?? 1 || 2 }", "{ a: order.id++ }", "[delete order.id]",
            "${order.id = 5}",
            "${ order.id; }", "${order++}", "{ a: order += 1 }", "{ a: this.x, b: order.id }", "{ a: order.#id }",
            "{ return order.id; }",
        ])
    func statements(body: String) throws {
        let lowered = Compiler(catalog: TestCatalog()).lower(document(["body": .string(body)]).json)
        #expect(lowered.program != nil)
        let warning = try #require(lowered.diagnostics.first, "\(body)")
        #expect(lowered.diagnostics.count == 1 && warning.code == "ir.code.text" && warning.severity == .warning)
        #expect(warning.nodeId == "call" && warning.pointer == "/nodes/1/data/body", "\(warning)")
    }

    @Test(
        "A body that is JSON or simply text is sent as it is",
        arguments: [
            (#"{"a": "{{order.id}}", "b": 1}"#, #"{"a": "7", "b": 1}"#), ("order", "order"),
            ("Hello there", "Hello there"),
            ("Costs $5 or {x}", "Costs $5 or {x}"), ("order as agreed", "order as agreed"), ("`{{order.id}}`", "`7`"),
            ("Total: ${{order.id}}", "Total: $7"),
            ("example.com", "example.com"),
            ("${5}", "${5}"), ("Sent ${Date} by ${ Map }", "Sent ${Date} by ${ Map }"), ("$[{{order.id}}]", "$[7]"),
        ])
    func text(body: String, expected: String) async throws {
        let (result, codes) = try await sent(["body": .string(body)])
        #expect(result == .string(expected))
        #expect(codes.isEmpty)
    }

    @Test(
        "Between ${ and } an expression over what is there is evaluated, anything else is text",
        arguments: [
            ("a ${order.id} b", "a 7 b", ["info ir.code.evaluated"]),
            ("${order.list.map((n) => `<${n}>`).join('')}", "<1><2>", ["info ir.code.evaluated"]),
            ("${ {{order.id}} + 1 }", "8", ["info ir.code.evaluated"]),
            ("${'{{order.id}}' + 1}", "71", ["info ir.code.evaluated"]),
            ("${`<{{order.id}}>`}", "<7>", ["info ir.code.evaluated"]),
            ("${(order as { id: number }).id + 1}", "8", ["info ir.code.evaluated"]),
            ("${order.list.map((n: number) => <string>`<${n}>`).join('')}", "<1><2>", ["info ir.code.evaluated"]),
            ("${(nobody as any).id}", "${(nobody as any).id}", ["warning ir.code.text"]),
            (#"\${order.id} \{{order.id}}"#, "${order.id} {{order.id}}", []),
            ("${encodeURI(order.name)}", "A%20%22B%22", ["info ir.code.evaluated"]),
            (#"{"n": ${order.id}}"#, #"{"n": 7}"#, ["info ir.code.evaluated"]),
            (
                #"[${order.name}, "${order.name}", {{order.id}}]"#, #"["A \"B\"", "A \"B\"", 7]"#,
                Array(repeating: "info ir.code.evaluated", count: 1)
            ),
            (#"{"list": ${JSON.stringify(order.list)}}"#, #"{"list": [1,2]}"#, ["info ir.code.evaluated"]),
            ("${nobody.id}", "${nobody.id}", ["warning ir.code.text"]),
            ("${end.id}", "${end.id}", ["warning ir.code.text"]), ("${a b}", "${a b}", []), ("${", "${", []),
            ("${order.id", "${order.id", []),
        ] as [(String, String, [String])])
    func interpolation(body: String, expected: String, codes: [String]) async throws {
        let sent = try await sent(["body": .string(body)])
        #expect(sent.body == .string(expected))
        #expect(sent.codes == codes)
    }

    @Test(
        "Code in which no name is known is told as what it is, and stays text",
        arguments: [
            ("{ id: ordr }", "Did you mean \"order\"?"), ("{ a: 1, b: nobody }", "\"nobody\" is not"),
            ("{ ordr }", "Did you mean \"order\"?"), ("[ordr]", "Did you mean \"order\"?"),
            ("ordr.items", "Did you mean \"order\"?"),
            ("{ id: ordr.id }", "Did you mean \"order\"?"), (#"{"id": ordr.id}"#, "Did you mean \"order\"?"),
            ("{ id: trigger.x }", "event.payload"), ("{ id: get-a.amount }", "{{get-a.amount}}"),
            ("x ${get-a.amount}", "get_a.amount"), ("{ at: { id: end.id } }", "\"end\" is not"),
        ])
    func unknown(body: String, advice: String) throws {
        let document = TestDocument(entry: "order").step("order", "return 1;").step("get-a", "return { amount: 1 };")
            .node("call", "http_request", ["method": "POST", "url": "https://x.example/", "body": .string(body)])
            .step("end", "return 1;").chain("order", "get-a", "call", "end")
        let lowered = Compiler(catalog: TestCatalog()).lower(document.json)
        #expect(lowered.program != nil)
        let warning = try #require(lowered.diagnostics.first)
        #expect(lowered.diagnostics.count == 1 && warning.code == "ir.code.text" && warning.severity == .warning)
        #expect(warning.pointer == "/nodes/2/data/body" && warning.message.contains(advice), "\(warning.message)")
    }

    @Test("What inline code declares is read by the code in fields after it")
    func declaredInline() async throws {
        let document = TestDocument(entry: "sum")
            .node("sum", "step", ["code": "const total = 5;", "inline": true])
            .node(
                "call", "http_request",
                ["method": "POST", "url": "{{env.BASE}}/echo", "body": "{ total, text: `<${total}>` }"]
            )
            .step("end", "return {{call.body.body}};").chain("sum", "call", "end")
        let lowered = Compiler(catalog: TestCatalog()).lower(document.json)
        #expect(lowered.diagnostics.map(\.code) == ["ir.code.evaluated"], "\(lowered.diagnostics)")
        let program = try #require(lowered.program)
        let artifact = try #require(WorkerBackend(target: "cloudflare", limits: .paid).emit(program).artifact)
        let outcome = try await WorkerRun(artifact).run([:])
        #expect(outcome.result == .string(#"{"total":5,"text":"<5>"}"#), "\(artifact.source)")
    }

    @Test(
        "Code in a URL that encodes its value is not encoded again",
        arguments: [
            ("/${encodeURIComponent(event.payload.q)}/x", "/a%2Fb%20%26c/x", [:]),
            ("/x?a=${ encodeURIComponent({{event.payload.q}}) }", "/x", ["a": "a/b &c"]),
            ("/${encodeURI('p/' + event.payload.q)}", "/p/a/b%20&c", [:]),
            ("/x?${new URLSearchParams({ a: event.payload.q })}&b=1", "/x", ["a": "a/b &c", "b": "1"]),
            ("/x?${new URLSearchParams({ a: event.payload.q }).toString()}", "/x", ["a": "a/b &c"]),
            ("/x?a=${encodeURIComponent(event.payload.q) + '%'}", "/x", ["a": "a%2Fb%20%26c%"]),
            ("/x?a=${event.payload.q}", "/x", ["a": "a/b &c"]),
        ] as [(String, String, JSONValue)])
    func encoded(url: String, path: String, query: JSONValue) async throws {
        let document = TestDocument(entry: "call")
            .node("call", "http_request", ["method": "GET", "url": .string("{{env.BASE}}/echo" + url)])
            .step("end", "return {{call.body}};").chain("call", "end")
        let program = try #require(Compiler(catalog: TestCatalog()).lower(document.json).program)
        let artifact = try #require(WorkerBackend(target: "cloudflare", limits: .paid).emit(program).artifact)
        let outcome = try await WorkerRun(artifact).run(["q": "a/b &c"])
        #expect(outcome.result?["path"] == .string("/echo" + path), "\(artifact.source)")
        let pairs = (outcome.result?["query"]?.array ?? []).compactMap { pair in
            pair.array?.first?.string.map { ($0, pair.array?.last ?? .null) }
        }
        #expect(.object(JSONObject(pairs)) == query)
    }

    @Test("Code that encodes a value that is missing fails like any other in the path")
    func encodedMissing() async throws {
        let document = TestDocument(entry: "call").node(
            "call", "http_request",
            ["method": "GET", "url": "{{env.BASE}}/echo/${encodeURIComponent(event.payload.none)}/x", "retryLimit": 0])
        let program = try #require(Compiler(catalog: TestCatalog()).lower(document.json).program)
        let artifact = try #require(WorkerBackend(target: "cloudflare", limits: .paid).emit(program).artifact)
        let error = try await WorkerRun(artifact).run([:]).error
        #expect(error?.contains("encodeURIComponent(event.payload.none)") == true, "\(error ?? "")")
    }

    @Test("A URL in backticks is an error: they would be part of it")
    func backticks() {
        for node in ["http_request", "sub_script"] {
            let data: JSONObject = ["workerName": "w", "method": "GET", "url": "`https://x.example/${order.id}`"]
            let document = TestDocument(entry: "order").step("order", "return { id: 1 };")
                .node("call", node, .object(data)).chain("order", "call")
            let errors = Compiler(catalog: TestCatalog()).lower(document.json).diagnostics
                .filter { $0.severity == .error }
            #expect(errors.map(\.pointer) == ["/nodes/1/data/url"])
        }
    }

    @Test("Whatever stands between and around ${ and }, the program is one that runs")
    func randomBodies() async throws {
        let seed = Stress.seed
        var random = SeededGenerator(seed: seed)
        // Nothing that may be code which fails when it runs.
        let pieces = [
            "${", "${", "}", "}", "order.id", "{{order.id}}", "\\", "\"", "'", "{", "x", "$", "1", ": ", ", ", "\n",
            "\\${", "\\{{", "//", "é",
        ]
        var document = TestDocument(entry: "order").step("order", "return { id: 7, name: 'A \"B\"' };")
        var last = "order"
        var bodies: [String] = []
        for index in 0..<Stress.size(small: 60, large: 600) {
            let count = Int.random(in: 1...7, using: &random)
            bodies.append((0..<count).map { _ in pieces[Int.random(in: pieces.indices, using: &random)] }.joined())
            document = document.node(
                "call\(index)", "http_request",
                ["method": "POST", "url": "{{env.BASE}}/echo", "body": .string(bodies[index]), "retryLimit": 0]
            ).edge(last, "call\(index)")
            last = "call\(index)"
        }
        let lowered = Compiler(catalog: TestCatalog()).lower(document.json)
        let program = try #require(lowered.program, "\(lowered.diagnostics), seed \(seed)")
        let result = WorkerBackend(target: "cloudflare", limits: .paid).emit(program)
        let artifact = try #require(result.artifact, "\(result.diagnostics), seed \(seed)")
        let outcome = try await WorkerRun(artifact).run([:])
        #expect(outcome.error == nil, "\(outcome.error ?? ""), \(bodies), seed \(seed)")
    }

    @Test("Code in fields counts for the environment, in objects and in JSON text too")
    func environment() throws {
        let data: JSONObject = [
            "url": "https://example.com/${env.PATH_NAME}", "headers": ["authorization": "Bearer ${env.API_TOKEN}"],
            "queryParams": #"{"since": "${event.payload.since}", "n": {{order.id}}}"#,
            "body": "{ at: env.KV_STATE.name }",
        ]
        let lowered = Compiler(catalog: TestCatalog()).lower(document(data).json)
        let program = try #require(lowered.program, "\(lowered.diagnostics)")
        let artifact = try #require(WorkerBackend(target: "cloudflare", limits: .paid).emit(program).artifact)
        #expect(
            artifact.requiredEnvironment
                == ["API_TOKEN", "BASE", "KV_STATE_BINDING_ID", "PATH_NAME"].filter { $0 != "BASE" })
        #expect(lowered.diagnostics.allSatisfy { $0.code == "ir.code.evaluated" && $0.severity == .info })
        #expect(lowered.diagnostics.count == 4)
    }

    @Test(
        "An expression in the name of a member is told, where it would be evaluated in a value",
        arguments: [
            ("{{order.name}}", true), ("x-{{order.id}}", true), ("${order.id}", true), ("${'{{order.id}}' + 1}", true),
            ("plain", false), ("{x}", false), (#"\{{order.id}}"#, false), (#"\${order.id}"#, false),
            ("${nobody.id}", false),
        ])
    func memberName(name: String, isTold: Bool) {
        func object(_ value: JSONValue) -> JSONValue {
            var object: JSONObject = [:]
            object[name] = value
            return .object(object)
        }
        for (field, value): (String, JSONValue) in [
            ("body", object(1)), ("body", ["list": [object("{{order.id}}")]]), ("queryParams", .string(object(1).text)),
        ] {
            var data: JSONObject = [:]
            data[field] = value
            let warnings = Compiler(catalog: TestCatalog()).lower(document(data).json).diagnostics
                .filter { $0.severity == .warning }
            #expect(warnings.map { $0.code } == (isTold ? ["ir.expression.memberName"] : []), "\(value)")
            #expect(warnings.allSatisfy { $0.nodeId == "call" && $0.pointer.hasPrefix("/nodes/1/data/\(field)") })
        }
    }

    @Test("Types are stripped from the code of conditions, loops and URLs too")
    func types() async throws {
        let url =
            "{{env.BASE}}/echo/${encodeURIComponent((event.payload as { q: string }).q)}/${event.payload!.q as string}"
        let document = TestDocument(entry: "if")
            .node(
                "if", "branch",
                [
                    "branches": [
                        ["label": "yes", "condition": "(event.payload as any).list!.length > 1"], ["label": "no"],
                    ]
                ]
            )
            .node(
                "loop", "loop",
                ["loopType": "forEach", "collection": "event.payload.list.filter((n: number) => n > 0) as number[]"]
            )
            .step("double", "return item * 2;")
            .node("call", "http_request", ["method": "GET", "url": .string(url)])
            .step("end", "return { list: {{loop}}, path: {{call.body.path}} };")
            .edge("if", "loop", "yes").edge("loop", "double", "body").edge("loop", "call", "then")
            .edge("call", "end")
        let lowered = Compiler(catalog: TestCatalog()).lower(document.json)
        let program = try #require(lowered.program, "\(lowered.diagnostics)")
        let artifact = try #require(WorkerBackend(target: "cloudflare", limits: .paid).emit(program).artifact)
        let outcome = try await WorkerRun(artifact).run(["q": "a/b", "list": [1, 2, -1]])
        #expect(outcome.error == nil, "\(artifact.source)")
        #expect(outcome.result == ["list": [2, 4], "path": "/echo/a%2Fb/a%2Fb"])
    }

    @Test("In other nodes' fields a dollar sign is text")
    func otherNodes() throws {
        let document = TestDocument(entry: "a").step("a", "return 1;")
            .node("n", "notify", ["to": "a@b.c", "text": "${a} \\${a}"], version: "1.2.0").chain("a", "n")
        let lowered = Compiler(catalog: TestCatalog()).lower(document.json)
        #expect(lowered.diagnostics.isEmpty)
        let call = try #require(lowered.program?.body.statements.last)
        guard case .call(let call) = call, case .template(_, let params) = call.operation else {
            Issue.record("no template")
            return
        }
        #expect(params == .literal(["to": "a@b.c", "text": "${a} \\${a}", "action": "Send"]))
    }

    @Test("Only an object as JSON text is headers", arguments: ["[1]", "x", #"{"a": }"#])
    func headers(text: String) {
        let lowered = Compiler(catalog: TestCatalog()).lower(document(["headers": .string(text)]).json)
        #expect(lowered.errors.map(\.code) == ["ir.data.type"])
        #expect(lowered.errors.map(\.pointer) == ["/nodes/1/data/headers"])
    }
}
