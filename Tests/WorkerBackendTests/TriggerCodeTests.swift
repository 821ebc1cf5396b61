import JSON
import PluginMessages
import TestSupport
import Testing
import Values
import WorkerBackend

@Suite("Trigger code", .timeLimit(.minutes(10)))
struct TriggerCodeTests {
    static let annotated = """
        import { basename } from "node:path";
        // @fetch function no() {}
        const text = "@queue function no() {}" + `@fetch ${"@fetch"}`;

        @fetch async function handler(request, env, ctx) {
          return new Response(basename("/a/b") + await (await env.WORKFLOW.create({ params: 1 })).id);
        }

        @config { maxBatchSize: 10, "deadLetterQueue": "dead", }
        @queue function orderMail(batch, env, ctx) { batch.seen.push("mail") }

        @queue
        async function QUEUE_ORDERS(batch, env) { batch.seen.push(text.length > 0) }
        """

    private static func program(_ code: String, kind: Program.Kind = .workflow) -> Program {
        var build = ProgramBuilder()
        let step = build.value("only", "1")
        return build.program([step], kind: kind, triggerCode: code)
    }

    @Test("Plain code is the body of fetch, its imports are lifted")
    func plain() async throws {
        let code =
            "import { basename } from 'node:path';\nif (env.KV_A) return;\nreturn new Response(basename(request.url));"
        let artifact = try emit(Self.program(code))
        #expect(try await WorkerRun(artifact).fetch("GET", "/x/name").body == "name")
        #expect(artifact.requiredEnvironment == ["KV_A_BINDING_ID"])
        let line = artifact.source.split(separator: "\n", omittingEmptySubsequences: false).firstIndex {
            $0.contains("KV_A)")
        }
        let generated = try #require(line) + 1
        let mapping = try #require(artifact.lineMap.last { $0.line <= generated })
        #expect(mapping.field == "triggerCode")
        #expect(mapping.fieldLine.map { $0 + generated - mapping.line } == 2)
    }

    @Test("Annotated functions become handlers; annotations in text are text")
    func annotated() async throws {
        let artifact = try emit(Self.program(Self.annotated))
        #expect(artifact.warnings.isEmpty)
        let run = WorkerRun(artifact).workflow("WORKFLOW")
        let answer = try await run.fetch()
        #expect(answer.body == "binstance-1")
        #expect(answer.json["handlers"] == ["fetch", "queue"])
        #expect(try await run.queue(["queue": "order-mail"]).json["sent"] == ["mail"])
        #expect(try await run.queue(["queue": "orders"]).json["sent"] == [true])
        #expect(try await run.queue(["queue": "other"]).error?.contains("other") == true)
        #expect(
            artifact.bindings.filter { $0.type == "queue_consumer" } == [
                Binding(
                    type: "queue_consumer", name: "orderMail",
                    settings: ["maxBatchSize": 10, "deadLetterQueue": "dead", "queue": "order-mail"]),
                Binding(type: "queue_consumer", name: "QUEUE_ORDERS", settings: ["queue": "orders"]),
            ])
    }

    @Test(
        "Handlers are asynchronous whether they say so or not, and what they import becomes the module's",
        arguments: [
            "@fetch function handler(request, env, ctx) {\n  const order = await request.json();\n  return new Response(order.id);\n}",
            "@fetch\n/* here */ function (request) {\n  import { posix } from \"node:path\";\n  return new Response(posix.basename((await request.json()).id)); }",
            "import { posix } from 'node:path';\n@fetch async function handler(request) { return new Response((await request.json()).id); }",
        ])
    func awaiting(code: String) async throws {
        #expect(try await WorkerRun(emit(Self.program(code))).fetch(body: ["id": "o1"]).body == "o1")
    }

    @Test(
        "Settings may lead the function's body and be in snake case",
        arguments: [
            "@config { max_batch_size: 5, max_batch_timeout: \"5s\", }\n@queue function orders(batch) { batch.seen.push(1) }",
            "@queue\n@config { maxBatchSize: 5, max_batch_timeout: 5 }\nfunction orders(batch) { batch.seen.push(1) }",
            "@queue @config { maxBatchSize: 5, maxBatchTimeout: 5 } async function orders(b) { b.seen.push(await 1) }",
            "@queue function orders(batch, env, { a } = {}) {\n  @config { maxBatchSize: 5, max_batch_timeout: 5 };\n  batch.seen.push(1) }",
            "@queue async function orders(batch) { @config { max_batch_size: 5, maxBatchTimeout: '5 seconds' }\nbatch.seen.push(await 1) }",
        ])
    func settings(code: String) async throws {
        let artifact = try emit(Self.program(code))
        let consumer = try #require(artifact.bindings.first { $0.type == "queue_consumer" })
        #expect(consumer.settings == ["maxBatchSize": 5, "maxBatchTimeout": 5, "queue": "orders"])
        #expect(try await WorkerRun(artifact).queue(["queue": "orders"]).json["sent"] == [1])
    }

    @Test("A queue's wait is a duration of the one grammar, in whole seconds up to a minute")
    func timeout() throws {
        let seed = Stress.seed
        var spelling = RandomSpelling(seed: seed)
        for text in ["1 minute", "0.5 minutes", "60000 milliseconds", "61 seconds"]
            + (0..<Stress.size(small: 300, large: 5_000)).map({ _ in spelling.duration() })
        where text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) && text.wholeMatch(of: /[0-9]+s/) == nil {
            let code = "@config { maxBatchTimeout: \"\(text)\" }\n@queue function a() {}"
            let milliseconds = try? DurationText.milliseconds(of: text)
            let seconds = milliseconds.flatMap { $0 % 1000 == 0 && $0 <= 60_000 ? $0 / 1000 : nil }
            let result = WorkerBackend(target: "cloudflare", limits: .paid).emit(Self.program(code))
            let binding = result.artifact?.bindings.first { $0.type == "queue_consumer" }
            #expect(binding?.settings["maxBatchTimeout"]?.int == seconds, "\(text), seed \(seed)")
        }
    }

    @Test("Without @fetch the default handler stays")
    func queueOnly() async throws {
        let run = try WorkerRun(emit(Self.program("@queue function a() {}"))).workflow("WORKFLOW")
        #expect(try await run.fetch(body: [:]).body == #"{"runId":"instance-1","instanceId":"instance-1"}"#)
    }

    @Test("A script's trigger code calls its graph")
    func script() async throws {
        let code = "const graph = await runGraph(env, { payload: {} });\nreturn Response.json({ graph, own: true });"
        #expect(
            try await WorkerRun(emit(Self.program(code, kind: .script))).fetch().body == #"{"graph":{},"own":true}"#)
    }

    @Test(
        "A name that nothing defines is a warning with the nearest one and its line",
        arguments: [
            ("return Response.json(await reqest.json());", "reqest", "\"request\"", 1),
            ("const a = 1;\nreturn new Response(aa);", "aa", nil, 2),
            (
                "@fetch function handler(request, env, ctx) {\n  return new Response(event.payload); }", "event",
                "env.WORKFLOW", 2
            ),
            ("@fetch function handler(req) { return new Response(request.url) }", "request", nil, 1),
            ("@queue function a(batch) {}\nfunction b() { return total }", "total", nil, 2),
        ] as [(String, String, String?, Int)])
    func undefinedNames(code: String, name: String, advice: String?, line: Int) throws {
        let found = try emit(Self.program(code)).warnings.filter { $0.code == "worker.trigger.undefinedName" }
        #expect(found.map(\.line) == [line])
        let warning = try #require(found.first)
        #expect(warning.message.hasPrefix("\"\(name)\" is not defined"))
        #expect(warning.severity == .warning && warning.pointer == "/triggerCode")
        if let advice { #expect(warning.message.contains(advice)) }
    }

    @Test(
        "What trigger code has, is defined",
        arguments: [
            "ctx.waitUntil(fetch(request.url)); return new Response(env.A + typeof nothing)",
            "import { posix as p } from 'node:path'; import type { T } from 'x'; const t: T = p; return new Response(t)",
            "@config { maxBatchSize: 5 }\n@queue function orders(batch) { posix; import { posix } from 'node:path' }",
            "@queue function a(batch, env) { @config { max_batch_size: 5 }\nfor (const m of batch.messages) m.ack() }",
            "@fetch function (request) { return inner(request) }\nfunction inner(r: Request): Response { return r as any }",
            "return y => => z",
        ])
    func definedNames(code: String) throws {
        let warnings = try emit(Self.program(code)).warnings.map(\.code)
        #expect(!warnings.contains("worker.trigger.undefinedName"))
    }

    @Test(
        "Code that answers requests and returns no response is a warning",
        arguments: [
            ("// @fetch\nfunction handler(request, env, ctx) { return new Response('x') }", "in a comment", 1),
            ("const a = 1;\n/** @fetch */ function h() { return new Response('x') }\nh", "in a comment", 2),
            ("return 1", "Response.json", 1), ("function f() {} const x = 1; f(x);", "annotate a function", 1),
            ("if (request.url) { return { ok: true }; }\nreturn;", "Response.json", 1),
            ("return undefined", "Response.json", 1),
            ("\n@fetch function h(request) { h(request) }", "End the function", 2),
            ("const f = () => { return new Response('x') }; f()", "Response.json", 1),
        ])
    func missingResponse(code: String, advice: String, line: Int) throws {
        let found = try emit(Self.program(code)).warnings.filter { $0.code == "worker.trigger.response" }
        let warning = try #require(found.first)
        #expect(found.count == 1 && warning.severity == .warning && warning.pointer == "/triggerCode")
        #expect(warning.line == line && warning.message.contains(advice), "\(warning.message)")
    }

    @Test(
        "Code of which a path may return a response has no such warning",
        arguments: [
            "return new Response('x')", "if (request.url) return; return Response.json({})",
            "return handle()\nfunction handle() {}",
            "return await env.WORKFLOW.create({}).then(() => new Response('x'))", "throw new Error('not here')",
            "return request.url ? new Response('a') : new Response('b')", "const r = new Response('x'); return r",
            "@fetch function h(request) { return answer(request) }\nfunction answer() {}", "@queue function a() {}",
            "try { return new Response('x') } catch { return null }", "return 1 ? new Response('x') : null",
            "// @fetch handles it\nreturn new Response('x')",
            "switch (request.method) { case 'GET': return f() } function f() {}",
        ])
    func response(code: String) throws {
        #expect(try !emit(Self.program(code)).warnings.contains { $0.code == "worker.trigger.response" })
    }

    @Test("A script's graph is there in a script only")
    func runGraph() throws {
        let code = "return Response.json(await runGraph(env, {}))"
        #expect(try emit(Self.program(code, kind: .script)).warnings.isEmpty)
        #expect(try emit(Self.program(code)).warnings.map(\.code) == ["worker.trigger.undefinedName"])
    }

    @Test("A negative setting is told as it is written, once")
    func negative() throws {
        let code = "@config { maxBatchTimeout: -1, maxRetries: 2 }\n@queue function a() {}"
        let messages = diagnostics(Self.program(code)).map(\.message)
        #expect(messages.count == 1 && messages[0].hasPrefix("-1 is not a valid \"maxBatchTimeout\""), "\(messages)")
    }

    @Test(
        "What is wrong is told with its line",
        arguments: [
            ("@fetch function a() {}\n@fetch function b() {}", "worker.trigger.fetch", 2),
            ("\n@fetch const a = 1", "worker.trigger.function", 2),
            ("@queue function () {}", "worker.trigger.function", 1),
            ("const a = 1;\n@cron function b() {}", "worker.trigger.function", 2),
            ("@Fetch async function b() {}", "worker.trigger.function", 1),
            ("@queue @config { maxRetries: 900 }\nfunction a() {}", "worker.trigger.config", 1),
            ("@queue function a() {}\nconst $webhook = 1;", "worker.trigger.name", 2),
            (
                "import { x } from 'node:path';\n@fetch function a() {}\n\nclass WorkflowEntrypoint {}",
                "worker.trigger.name", 4
            ),
            ("@config { maxBatchSize: 0 }\n@queue function a() {}", "worker.trigger.config", 1),
            ("@config {\nmaxBatch: 1 }\n@queue function a() {}", "worker.trigger.config", 2),
            ("@config { maxRetries: 1 }\n", "worker.trigger.config", 1),
            ("@config { maxRetries: [1] }\n@queue function a() {}", "worker.trigger.config", 1),
            ("@queue function a() {\n\n@config { max_batch_size: 500 } }", "worker.trigger.config", 3),
            ("@queue function a() {\n@config { max_batch_timeout: \"5 minutes\" } }", "worker.trigger.config", 2),
            ("@queue function a() {}\nexport default {}", "worker.trigger.export", 2),
            ("@config { maxBatchSize: \"5s\" }\n@queue function a() {}", "worker.trigger.config", 1),
            ("@config { maxRetries: \"5\" }\n@queue function a() {}", "worker.trigger.config", 1),
            ("@config { maxBatchTimeout: \"5\" }\n@queue function a() {}", "worker.trigger.config", 1),
            ("@config { maxBatchTimeout: \"1.5 seconds\" }\n@queue function a() {}", "worker.trigger.config", 1),
            (
                "@config { maxBatchTimeout: 5,\n\"max_batch_timeout\": 6 }\n@queue function a() {}",
                "worker.trigger.config", 2
            ),
            ("\nreturn Response.json(/(/.test('a'));", "worker.trigger.regularExpression", 2),
            (
                "@fetch function f() {\n return new Response(RegExp('a', 'gg')); }", "worker.trigger.regularExpression",
                2
            ),
            ("return `a", "worker.trigger.unbalanced", 1), ("\n})", "worker.trigger.unbalanced", 2),
        ])
    func problems(code: String, problem: String, line: Int) throws {
        let first = try #require(diagnostics(Self.program(code)).first)
        #expect(first.code == problem)
        #expect(first.line == line)
        #expect(first.pointer == "/triggerCode")
    }
}
