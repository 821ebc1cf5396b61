import JSON
import PluginMessages
import TestSupport
import Testing
import Values
import WorkerBackend

@Suite("Operations", .timeLimit(.minutes(10)))
struct OperationTests {
    @Test("Steps run in order, see upstream values, and the last one's value is the run's")
    func steps() async throws {
        var build = ProgramBuilder()
        let order = build.value("order", "{ total: event.payload.total, items: [{ id: 7 }] }")
        let last = build.step(
            "last", .code("// {{order}}\nconst id = "), .reference(build.reference("order.items.0.id")),
            .code(";\nreturn id + order.total;"))
        let outcome = try await WorkerRun(emit(build.program([order, last]))).run(["total": 5])
        #expect(outcome.result == 12)
        #expect(outcome.steps == ["order", "last"])
    }

    @Test("An inline step is no durable step, and its return does not end the run")
    func inline() async throws {
        var build = ProgramBuilder()
        let inner = build.step("inner", .code("await step.sleep('own', 5); return 1"), inline: true)
        let last = build.value("last", "inner + 1")
        let outcome = try await WorkerRun(emit(build.program([inner, last]))).run()
        #expect(outcome.result == 2)
        #expect(outcome.steps == ["own", "last"])
    }

    @Test("Retries and timeouts reach the platform, and a failed attempt is repeated")
    func retries() async throws {
        var build = ProgramBuilder()
        let options = StepOptions(
            retries: .init(limit: 2, delay: 10_000, backoff: .exponential), timeout: 5_000)
        let call = build.call(
            "call",
            .http(
                method: "get",
                url: .text([.reference(Reference(root: .environment, path: [.key("BASE")])), .text("/flaky")]),
                headers: .empty, query: .empty, body: nil), options: options)
        let outcome = try await WorkerRun(emit(build.program([call]))).run()
        #expect(outcome.result?["status"] == 200)
        let step = outcome.json["steps"]?.array?.first
        #expect(step?["attempts"] == 3)
        #expect(
            step?["detail"] == [
                "retries": ["limit": 2, "delay": 10_000, "backoff": "exponential"], "timeout": 5000,
            ])
    }

    @Test("Sleeps and events reach the platform with their values")
    func waits() async throws {
        var build = ProgramBuilder()
        let statements = [
            build.call("nap", .sleep(.literal("2 hours")), storage: .none),
            build.call(
                "later", .sleepUntil(.reference(Reference(root: .trigger, path: [.key("at")]))), storage: .none),
            build.call("approval", .waitForEvent(eventType: "approved", timeout: 172_800_000)),
            build.step("last", .code("return approval.payload.by")),
        ]
        let outcome = try await WorkerRun(emit(build.program(statements))).events(["approved": ["by": "Ann"]])
            .run(["at": "2030-01-01T00:00:00Z"])
        #expect(outcome.result == "Ann")
        #expect(
            outcome.json["steps"]?.array?.prefix(3).map { $0["detail"] } == [
                "2 hours", "2030-01-01T00:00:00.000Z", ["type": "approved", "timeout": 172_800_000],
            ])
    }

    private func sleep(for value: String) async throws -> WorkerRun.Outcome {
        var build = ProgramBuilder()
        let made = build.step("made", .code("return { time: \(value) }"), inline: true)
        let pause = build.call("pause", .sleep(.reference(build.reference("made.time"))), storage: .none)
        return try await WorkerRun(emit(build.program([made, pause]))).run()
    }

    @Test(
        "A duration that is known at run time is milliseconds for the platform",
        arguments: [
            ("30", 30), ("0.4", 0), ("'1 second'", 1_000), ("'1.5 HOURS'", 5_400_000), ("'1\\nday'", 86_400_000),
            ("'365 days'", 31_536_000_000), ("'1 millisecond'", 1), ("31_536_000_000", 31_536_000_000),
        ])
    func durations(value: String, milliseconds: Int) async throws {
        let outcome = try await sleep(for: value)
        #expect(outcome.error == nil)
        #expect(outcome.json["steps"]?.array?.last?["detail"] == .int(milliseconds), "\(outcome.json.text)")
    }

    @Test(
        "One that is none fails the run at once and names the node",
        arguments: [
            "'1 parsec'", "'1e3 seconds'", "'500 ms'", "'1'", "''", "' 1 second'", "-1", "NaN", "Infinity", "null",
            "undefined", "{}", "'366 days'", "'1 wee\\u212a'",
        ])
    func invalidDurations(value: String) async throws {
        let outcome = try await sleep(for: value)
        #expect(outcome.error?.contains("The duration of \"pause\" is") == true)
        #expect(outcome.json["steps"]?.array?.contains { $0["kind"] == "sleep" } == false)
    }

    private func sleep(until value: String) async throws -> WorkerRun.Outcome {
        var build = ProgramBuilder()
        let made = build.step("made", .code("return { at: \(value) }"), inline: true)
        let pause = build.call("pause", .sleepUntil(.reference(build.reference("made.at"))), storage: .none)
        return try await WorkerRun(emit(build.program([made, pause]))).run()
    }

    @Test(
        "A time that is known when the program runs is a Date or ISO 8601, in the grammar of documents",
        arguments: [
            ("'2026-11-24'", "2026-11-24T00:00:00.000Z"), ("'2026-11-24 09:00'", "2026-11-24T09:00:00.000Z"),
            ("'2026-11-24T09:00:30.1239+05:30'", "2026-11-24T03:30:30.123Z"),
            ("new Date(5)", "1970-01-01T00:00:00.005Z"),
            ("'2024-02-29T24:00-0200'", "2024-03-01T02:00:00.000Z"),
            ("'0099-01-01T00:00:00z'", "0099-01-01T00:00:00.000Z"),
        ])
    func times(value: String, time: String) async throws {
        let outcome = try await sleep(until: value)
        #expect(outcome.json["steps"]?.array?.last?["detail"] == .string(time), "\(outcome.json.text)")
        let text = value.filter { $0 != "'" }
        if text.count < value.count { #expect(TextFormat.isDateTime(text)) }
    }

    @Test(
        "Every other value fails at once, and the error names the node and the value",
        arguments: [
            "undefined", "null", "0", "1", "false", "{}", "''", "'1'", "'May 5'", "'12/01/2020'", "new Date(NaN)",
            "'2026-02-30T00:00:00Z'", "'2026-11-24T23:59:60Z'", "'2026-11-24T09:00+25:00'", "'2026-11-24T24:01'",
            "'2026-11-24T9:00'", "'2026-11-24T09:00:00Z '", "'2026-13-01'", "'2026-11-24T09:00+02:60'",
        ])
    func invalidTimes(value: String) async throws {
        let outcome = try await sleep(until: value)
        #expect(outcome.error?.contains("\"pause\"") == true && outcome.error?.contains("ISO 8601") == true)
        #expect(outcome.json["steps"]?.array?.contains { $0["kind"] == "sleepUntil" } == false)
        if value.hasPrefix("'") { #expect(!TextFormat.isDateTime(value.filter { $0 != "'" })) }
    }

    @Test("A request has its query, headers and JSON body, and its answer's JSON is parsed")
    func http() async throws {
        var build = ProgramBuilder()
        let base = TextPart.reference(Reference(root: .environment, path: [.key("BASE")]))
        let order = build.value("order", "{ id: 'a b', tags: ['x', 'y'], none: null, deep: { n: 1 } }")
        let call = build.call(
            "call",
            .http(
                method: "POST", url: .text([base, .text("/orders?v=1")]),
                headers: .object([
                    .init(key: "X-Mark", value: .text([.text("m-"), .reference(build.reference("order.deep"))]))
                ]),
                query: .object([
                    .init(key: "id", value: .reference(build.reference("order.id"))),
                    .init(key: "tag", value: .reference(build.reference("order.tags"))),
                    .init(key: "none", value: .reference(build.reference("order.none"))),
                ]),
                body: .object([
                    .init(key: "__proto__", value: .literal(1)),
                    .init(key: "order", value: .reference(build.reference("order.deep"))),
                ])))
        let outcome = try await WorkerRun(emit(build.program([order, call]))).run()
        let body = outcome.result?["body"]
        #expect(outcome.result?["status"] == 200)
        #expect(outcome.result?["headers"]?["x-seen"] == "yes")
        #expect(body?["method"] == "POST")
        #expect(body?["query"] == [["v", "1"], ["id", "a b"], ["tag", "x"], ["tag", "y"]])
        #expect(body?["type"] == "application/json")
        #expect(body?["mark"] == #"m-{"n":1}"#)
        #expect(body?["body"] == #"{"__proto__":1,"order":{"n":1}}"#)
    }

    @Test("Text stays text; a status that is no 2xx throws with the start of the body")
    func answers() async throws {
        func call(_ path: String) async throws -> WorkerRun.Outcome {
            var build = ProgramBuilder()
            let base = TextPart.reference(Reference(root: .environment, path: [.key("BASE")]))
            let call = build.call(
                "call",
                .http(method: "GET", url: .text([base, .text(path)]), headers: .empty, query: .empty, body: nil))
            return try await WorkerRun(emit(build.program([call]))).run()
        }
        #expect(try await call("/text").result?["body"] == "plain")
        let failed = try await call("/status/404")
        #expect(failed.error?.contains("404") == true)
        #expect(failed.error?.contains("status 404") == true)
    }

    @Test("A sub-workflow is started in a step and looked at in steps of their own until it ends")
    func subWorkflow() async throws {
        var build = ProgramBuilder()
        let child = build.call(
            "child",
            .subWorkflow(
                workflow: "order-mail", className: "OrderMail",
                input: .object([.init(key: "id", value: .reference(Reference(root: .trigger, path: [.key("id")])))]),
                waits: true, timeout: 300_000))
        let artifact = try emit(build.program([child]))
        let run = WorkerRun(artifact)
        let outcome = try await run.workflow(
            "WORKFLOW_ORDER_MAIL",
            states: [["status": "queued"], ["status": "running"], ["status": "complete", "output": ["sent": true]]]
        ).run(["id": 3])
        #expect(outcome.result == ["sent": true])
        #expect(outcome.json["created"] == [["id": 3]])
        #expect(
            outcome.steps == [
                "child: id", "child", "child: status 1", "child: wait 1", "child: status 2", "child: wait 2",
                "child: status 3",
            ])
        #expect(outcome.json["steps"]?.array?.compactMap { $0["detail"]?.int } == [1_000, 2_000])
        #expect(
            artifact.bindings.contains(
                Binding(
                    type: "workflow", name: "WORKFLOW_ORDER_MAIL",
                    settings: ["service": "order-mail", "className": "OrderMail", "startsAlways": true])))
        let failed = try await run.workflow(
            "WORKFLOW_ORDER_MAIL", states: [["status": "errored", "error": ["name": "Error", "message": "no paper"]]]
        ).run()
        #expect(failed.error == "no paper (in the run instance-1 of the workflow \"order-mail\")")
        let ended = try await run.workflow("WORKFLOW_ORDER_MAIL", states: [["status": "terminated"]]).run()
        #expect(ended.error == "The run instance-1 of the workflow \"order-mail\" was terminated")
        let late = try await run.workflow("WORKFLOW_ORDER_MAIL", states: [["status": "running"]]).run()
        #expect(late.error?.contains("did not end within 300 seconds") == true)
    }

    @Test("An input that is an object or an array as JSON in a text is that value")
    func textInput() async throws {
        let id = TextPart.reference(Reference(root: .trigger, path: [.key("id")]))
        let cases: [(ValueTemplate, JSONValue)] = [
            (.literal(#"{"id": 1}"#), ["id": 1]), (.literal(" [1, 2] "), [1, 2]), (.literal("text"), "text"),
            (.literal("7"), "7"), (.literal("{ id: 1 }"), "{ id: 1 }"), (.literal(#""text""#), #""text""#),
            (.text([.text(#"{"id":""#), id, .text(#"", "n": "#), id, .text("}")]), ["id": #"a"b"#, "n": #"a"b"#]),
            (.text([.text("["), id, .text("]")]), [#"a"b"#]), (.text([.text("id "), id]), #"id a"b"#),
        ]
        for (input, expected) in cases {
            var build = ProgramBuilder()
            let child = build.call(
                "child", .subWorkflow(workflow: "a", className: "A", input: input, waits: false, timeout: 300_000))
            let outcome = try await WorkerRun(emit(build.program([child]))).workflow("WORKFLOW_A").run(["id": #"a"b"#])
            #expect(outcome.json["created"] == [expected], "\(input)")
        }
    }

    @Test("A sub-workflow that is not waited for gives its id")
    func subWorkflowWithoutWaiting() async throws {
        var build = ProgramBuilder()
        let child = build.call(
            "child", .subWorkflow(workflow: "a", className: "A", input: nil, waits: false, timeout: 300_000))
        let outcome = try await WorkerRun(emit(build.program([child]))).workflow("WORKFLOW_A").run()
        #expect(outcome.result == ["id": "instance-1"])
        #expect(outcome.steps == ["child: id", "child"])
    }

    @Test("A start of a sub-workflow whose answer is lost is found by its id; one that was refused is tried again")
    func lostStart() async throws {
        var build = ProgramBuilder()
        let child = build.call(
            "child", .subWorkflow(workflow: "a", className: "A", input: .literal(1), waits: false, timeout: 300_000)
        )
        let artifact = try emit(build.program([child]))
        let outcome = try await WorkerRun(artifact).workflow("WORKFLOW_A").forgetful.run()
        #expect(outcome.result == ["id": "instance-1"])
        #expect(outcome.json["created"] == [1])
        // It is the run that the program has named: one without a name would be another one.
        let named = try await WorkerRun(artifact).workflow("WORKFLOW_A").forgetful.randomIDs.run()
        #expect(named.result?["id"]?.string?.count == 36, "\(named.json)")
        let refused = try await WorkerRun(artifact, env: ["WORKFLOW_A": [:]]).run()
        #expect(refused.error?.contains("create") == true)
    }

    @Test(
        "A sub-script may answer with what looks like a mark of its step",
        arguments: [
            #"{"$retryAfter":5,"requests":1}"#, #"{"$answer":1}"#, #"{"$answer":{"$retryAfter":1}}"#, "null", "[1]",
        ])
    func subScriptMarks(text: String) async throws {
        let value = try JSONValue(parsing: text)
        var build = ProgramBuilder()
        let call = build.call(
            "call",
            .subScript(
                worker: "tax", method: "POST", url: .literal("/body"), headers: .empty, body: .literal(.string(text))))
        let outcome = try await WorkerRun(emit(build.program([call]))).service("SERVICE_TAX").run()
        #expect(outcome.result == value, "\(outcome.json.text)")
        #expect(outcome.steps == ["call"])
    }

    @Test("A sub-script is asked through its binding, and its value is the JSON it answers")
    func subScript() async throws {
        var build = ProgramBuilder()
        let call = build.call(
            "call",
            .subScript(
                worker: "tax", method: "POST", url: .literal("/rates?x=1"), headers: .empty,
                body: .object([.init(key: "a", value: .literal(1))])))
        let artifact = try emit(build.program([call]))
        let outcome = try await WorkerRun(artifact).service("SERVICE_TAX").run()
        #expect(outcome.result == ["method": "POST", "path": "/rates?x=1", "body": #"{"a":1}"#])
        #expect(artifact.bindings.contains(Binding(type: "service", name: "SERVICE_TAX", settings: ["service": "tax"])))
    }
}
