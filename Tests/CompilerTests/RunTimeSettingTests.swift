import Compiler
import JSON
import PluginMessages
import TestSupport
import Testing
import WorkerBackend

@Suite("Settings of nodes that are known at run time", .timeLimit(.minutes(10)))
struct RunTimeSettingTests {
    private func document(_ type: String, _ data: JSONObject, config: JSONValue? = nil) -> TestDocument {
        TestDocument(entry: "order").step("order", "return event.payload;")
            .node("use", type, .object(data), config: config).chain("order", "use")
    }

    private func run(
        _ document: TestDocument, _ payload: JSONValue, env: JSONObject = [:], kind: String = "workflow"
    ) async throws -> WorkerRun.Outcome {
        let members: JSONObject = kind == "script" ? ["kind": "script", "trigger": ["type": "http"]] : [:]
        let lowered = Compiler(catalog: TestCatalog()).lower(document.json(changing: members))
        let program = try #require(lowered.program, "\(lowered.diagnostics)")
        #expect(lowered.diagnostics.allSatisfy { $0.severity != .error })
        #expect(try Program(json: JSONValue(parsing: program.json.bytes)) == program)
        let artifact = try #require(WorkerBackend(target: "cloudflare", limits: .paid).emit(program).artifact)
        let worker = WorkerRun(artifact, env: env).events(["go-7": ["a": 1]])
        return kind == "script" ? try await worker.fetch(body: payload) : try await worker.run(payload)
    }

    private func detail(_ outcome: WorkerRun.Outcome, of name: String) -> JSONValue? {
        outcome.json["steps"]?.array?.first { $0["name"]?.string == name }?["detail"]
    }

    @Test(
        "The method of a request",
        arguments: [("PUT", "PUT", "x"), ("patch", "PATCH", "x"), ("GET", "GET", "")])
    func methods(method: String, sent: String, body: String) async throws {
        let request: JSONObject = [
            "method": "{{order.method}}", "url": "{{env.BASE}}/echo", "body": "{{order.body}}",
        ]
        let outcome = try await run(
            document("http_request", request), ["method": .string(method), "body": "x"])
        #expect(outcome.error == nil, "\(outcome.json)")
        #expect(outcome.result?["body"]?["method"] == .string(sent))
        #expect(outcome.result?["body"]?["body"] == .string(body))
    }

    @Test("Retries and timeouts of steps and requests, with what the document writes out beside them")
    func options() async throws {
        let data: JSONObject = [
            "code": "return 1;", "retryLimit": "{{order.limit}}", "retryDelay": "{{ order.delay }} seconds",
            "backoff": "linear", "timeout": "{{order.timeout}}",
        ]
        let payload: JSONValue = ["limit": 2, "delay": 3, "timeout": 5000]
        let all = try await run(document("step", data), payload)
        #expect(
            detail(all, of: "use") == [
                "retries": ["limit": 2, "delay": 3000, "backoff": "linear"], "timeout": 5000,
            ], "\(all.json)")
        let config: JSONValue = ["retries": ["limit": 0, "delay": 1], "timeout": 9]
        let decided = try await run(document("step", data, config: config), payload)
        #expect(detail(decided, of: "use")?["retries"]?["limit"] == 0)
        #expect(detail(decided, of: "use")?["timeout"] == 9000)
        let one = try await run(
            document("step", ["code": "return 1;", "backoff": "{{order.backoff}}"]), ["backoff": "Constant"])
        #expect(detail(one, of: "use") == ["retries": ["limit": 5, "delay": 10_000, "backoff": "constant"]])
        let request: JSONObject = ["url": "{{env.BASE}}/echo", "retryLimit": "{{order.limit}}"]
        for kind in ["workflow", "script"] {
            let sent = try await run(document("http_request", request), payload, kind: kind)
            #expect(sent.error == nil && sent.status ?? 200 == 200, "\(sent.json)")
        }
    }

    @Test("Code that follows its attempt has the timeout of the run")
    func attempts() async throws {
        let data: JSONObject = [
            "code": "return [typeof ctx.signal, (await fetch(env.BASE + '/echo')).status];",
            "timeout": "{{order.timeout}}",
        ]
        let outcome = try await run(document("step", data), ["timeout": "1 minute"])
        #expect(outcome.result == ["object", 200], "\(outcome.json)")
        #expect(detail(outcome, of: "use")?["timeout"] == 60_000)
    }

    @Test("What a run waits for, and how long")
    func events() async throws {
        let data: JSONObject = ["eventType": "go-{{order.id}}", "timeout": "{{order.timeout}}"]
        let outcome = try await run(document("wait_for_event", data), ["id": 7, "timeout": "2 minutes"])
        #expect(outcome.error == nil, "\(outcome.json)")
        #expect(detail(outcome, of: "use") == ["type": "go-7", "timeout": 120_000])
    }

    @Test("How long a run waits for another workflow's")
    func children() throws {
        let data: JSONObject = ["workflowId": "other", "workflowName": "Other", "timeout": "{{order.timeout}}"]
        let program = try #require(
            Compiler(catalog: TestCatalog()).lower(document("sub_workflow", data).json).program)
        let source = try #require(WorkerBackend(target: "cloudflare", limits: .paid).emit(program).artifact).source
        #expect(source.contains(".id, $duration(order") && !source.contains("$options"), "\(source)")
    }

    @Test(
        "A value that is not valid fails the run with the node and what is expected",
        arguments: [
            ("http_request", ["url": "https://x.test/", "method": "{{order.x}}"], "one of GET, POST"),
            ("step", ["code": "return 1;", "timeout": "{{order.x}}"], "not a valid duration"),
            ("step", ["code": "return 1;", "retryLimit": "{{order.x}}"], "a whole number from 0"),
            ("step", ["code": "return 1;", "backoff": "{{order.x}}"], "one of constant, linear, exponential"),
            ("wait_for_event", ["eventType": "{{order.x}}"], "1 to 100 letters"),
            ("wait_for_event", ["eventType": "go", "timeout": "{{order.x}}"], "not a valid duration"),
        ] as [(String, JSONObject, String)])
    func invalid(type: String, data: JSONObject, message: String) async throws {
        for value in ["a b", nil, -1] as [JSONValue] {
            let error = try await run(document(type, data), ["x": value]).error
            #expect(error?.contains(message) == true && error?.contains("\"use\"") == true, "\(error ?? "none")")
        }
    }

    @Test("Expressions in them are checked like all others, and what decides the program is written out")
    func references() {
        func codes(_ type: String, _ data: JSONObject) -> [String] {
            Compiler(catalog: TestCatalog()).lower(document(type, data).json).errors.map(\.code)
        }
        #expect(codes("step", ["code": "", "timeout": "{{ordr.x}}"]) == ["ir.expression.unknownNode"])
        #expect(codes("http_request", ["url": "https://x.test/", "method": "{{use}}"]) == ["ir.expression.self"])
        #expect(codes("wait_for_event", ["eventType": "{{order.a}} b"]) == [])
        #expect(codes("step", ["code": "", "inline": "{{order.x}}"]) == ["ir.data.literal"])
        #expect(codes("sub_script", ["workerName": "{{order.x}}"]) == ["ir.data.literal"])
    }
}
