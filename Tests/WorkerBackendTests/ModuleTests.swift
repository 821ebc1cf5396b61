import Foundation
import JSON
import PluginMessages
import TestSupport
import Testing
import WorkerBackend

@Suite("Modules", .timeLimit(.minutes(10)))
struct ModuleTests {
    private static func workflow(_ trigger: Trigger = .manual, triggerCode: String? = nil) -> Program {
        var build = ProgramBuilder()
        let step = build.value("only", "1")
        return build.program([step], trigger: trigger, triggerCode: triggerCode)
    }

    @Test("POST starts a run, GET tells of one, and unknown ones are 404")
    func defaultHandler() async throws {
        let run = try WorkerRun(emit(Self.workflow())).workflow("WORKFLOW")
        let started = try await run.fetch(body: ["a": 1])
        #expect(started.status == 200)
        #expect(started.body == #"{"runId":"instance-1","instanceId":"instance-1"}"#)
        #expect(started.json["created"] == [["a": 1]])
        #expect(try await run.fetch("GET", "/?instanceId=known").body == #"{"status":"running"}"#)
        #expect(try await run.fetch("GET", "/?instanceId=other").status == 404)
        #expect(try await run.fetch("GET").status == 400)
        #expect(try await run.fetch("DELETE").status == 405)
        let failed = try await WorkerRun(emit(Self.workflow())).fetch()
        #expect(failed.status == 500)
        #expect(failed.body?.contains("message") == true)
        #expect(failed.json["handlers"] == ["fetch"])
    }

    @Test("A cron trigger starts runs")
    func scheduled() async throws {
        let run = try WorkerRun(emit(Self.workflow(.cron(expression: "0 9 * * *")))).workflow("WORKFLOW")
        #expect(try await run.scheduled().json["created"] == [["cron": "0 9 * * *", "scheduledTime": 5]])
    }

    @Test("Triggers that ask for GET or PUT start runs by them")
    func methods() async throws {
        let get = try WorkerRun(emit(Self.workflow(.http(path: "/x", method: "GET")))).workflow("WORKFLOW")
        #expect(try await get.fetch("GET", "/x?a=1").json["created"] == [["a": "1"]])
        let put = try WorkerRun(emit(Self.workflow(.http(path: nil, method: "PUT")))).workflow("WORKFLOW")
        #expect(try await put.fetch("PUT", body: [:]).status == 200)
    }

    @Test("A script answers with what it exports, from inside containers too")
    func script() async throws {
        let artifact = try emit(Samples.script)
        let run = WorkerRun(artifact, env: ["MAIL_TOKEN": "t"]).workflow("WORKFLOW_C")
        let answer = try await run.fetch(body: ["deep": 4])
        let graph = try JSONValue(parsing: #require(answer.body))
        #expect(graph["order"] == ["deep": 4])
        #expect(graph["in side"] == 5)
        #expect(graph["mail"]?["sent"] == "mail b t https://mail.test")
        #expect(graph.object?.keys == ["order", "in side", "mail"])
        #expect(answer.steps == [])
        let silent = try await run.fetch("GET")
        #expect(silent.status == 200)
        #expect(silent.body == "")
        #expect(artifact.className == nil)
        #expect(artifact.bindings.contains { $0.name == "WORKFLOW" } == false)
        #expect(artifact.fileName == "3-little-scripts.ts")
    }

    @Test("A script that waits is refused")
    func waitingScript() {
        var build = ProgramBuilder()
        let nap = build.call("nap", .sleep(.literal("1 minute")), storage: .none)
        let program = build.program([nap], kind: .script)
        #expect(diagnostics(program).map(\.code) == ["worker.script.durable"])
    }

    @Test("A plugin node's code gets its parameters and call, and what it declares stays its own")
    func template() async throws {
        var build = ProgramBuilder()
        let first = build.call("first", .template(0, params: .object([.init(key: "to", value: .literal("a"))])))
        let body = build.block([
            build.call("second", .template(0, params: .object([.init(key: "to", value: .literal("b"))])))
        ])
        let loop = Statement.loop(
            Loop(node: build.node("loop"), kind: .times(.literal(1)), indexVariable: "i", body: body))
        let last = build.value("last", "[first, loop[0]]")
        let artifact = try emit(build.program([first, loop, last], templates: [Samples.mail]))
        let outcome = try await WorkerRun(artifact, env: ["MAIL_TOKEN": "t", "MAIL_URL": "u"]).run()
        #expect(outcome.result?.array?.first?["sent"] == "mail a t u")
        #expect(
            outcome.result?.array?.last?["call"] == [
                "instanceId": "run-1", "stepName": "second [0]", "idempotencyKey": "run-1:second [0]", "attempt": 1,
            ])
        #expect(artifact.requiredEnvironment == ["MAIL_TOKEN"])
    }

    @Test("An error of a plugin node that cannot be retried is not")
    func nonRetryable() async throws {
        var build = ProgramBuilder()
        let options = StepOptions(retries: .init(limit: 5, delay: 1))
        let call = build.call(
            "call", .template(0, params: .object([.init(key: "fails", value: .literal(true))])), options: options)
        let outcome = try await WorkerRun(emit(build.program([call], templates: [Samples.mail]))).run()
        #expect(outcome.error == "refused")
        #expect(outcome.json["steps"]?.array?.first?["attempts"] == 1)
    }

    @Test(
        "Every form of a default export is understood",
        arguments: [
            "export default async function (env, params) { return params.to }",
            "export default async function send(env, params) { return params.to }",
            "async function send(env, params) { return params.to }\nexport default send;",
            "const send = async (env, params) => params.to;\nexport { send as default };",
            "export default async (env, params) => helper(params);\nexport function helper(p) { return p.to }",
            "export const x = 1; export default function (env, { to }) { return to }",
        ])
    func defaultExports(source: String) async throws {
        var build = ProgramBuilder()
        let template = NodeTemplate(node: "t", version: "1.0.0", target: "cloudflare", source: source)
        let call = build.call("call", .template(0, params: .object([.init(key: "to", value: .literal("a"))])))
        #expect(try await WorkerRun(emit(build.program([call], templates: [template]))).run().result == "a")
    }

    @Test("Imports of plugin nodes are lifted, each once, and names that clash are told apart")
    func imports() async throws {
        func template(_ node: String, _ source: String) -> NodeTemplate {
            NodeTemplate(node: node, version: "1.0.0", target: "cloudflare", source: source)
        }
        let templates = [
            template("a", "import { basename as name } from 'node:path';\nexport default async () => name('/x/a');"),
            template(
                "b",
                "import { basename as name } from 'node:path'\nimport * as path from \"node:path\"\nexport default async () => name('/x/b') + path.sep;"
            ),
            template(
                "c",
                "import { dirname as name, type ParsedPath } from 'node:path';\nexport default async () => name('/x/c');"
            ),
            template("d", "import Everything from 'node:path';\nexport default async () => Everything.sep;"),
        ]
        var build = ProgramBuilder()
        let calls = templates.indices.map { build.call("n\($0)", .template($0, params: .empty)) }
        let last = build.value("last", "[n0, n1, n2, n3]")
        let artifact = try emit(build.program(calls + [last], name: "Everything", templates: templates))
        #expect(try await WorkerRun(artifact).run().result == ["a", "b/", "/x", "/"])
        let imports = artifact.source.split(separator: "\n").filter {
            $0.hasPrefix("import ") && $0.contains("node:path")
        }
        #expect(Set(imports).count == imports.count)
        #expect(imports.contains("import { basename as name, dirname as $imported_name } from 'node:path';"))
    }

    @Test("A module without a default export is no node's code")
    func badTemplate() {
        var build = ProgramBuilder()
        let call = build.call("call", .template(0, params: .empty))
        let template = NodeTemplate(node: "t", version: "1.0.0", target: "cloudflare", source: "export const a = 1;")
        #expect(diagnostics(build.program([call], templates: [template])).map(\.code) == ["worker.template.module"])
    }

    @Test(
        "Class and file names come from the workflow's name",
        arguments: [
            ("order notification", "OrderNotification", "order-notification.ts"),
            ("3d print", "Workflow3dPrint", "3d-print.ts"), ("", "Workflow", "workflow.ts"),
            ("Größe & Maß", "GrEMa", "gr-e-ma.ts"), ("date", "DateWorkflow", "date.ts"),
            ("HTTPPing", "HTTPPing", "httpping.ts"),
        ])
    func names(name: String, className: String, fileName: String) throws {
        var build = ProgramBuilder()
        let step = build.value("only", "1")
        let artifact = try emit(build.program([step], name: name))
        #expect(artifact.className == className)
        #expect(artifact.fileName == fileName)
    }

    @Test("Every module passes the type check")
    func typeCheck() async throws {
        let folder = try TemporaryFolder()
        var programs = [
            Samples.everything, Samples.script, Self.workflow(.http(path: nil, method: "GET")),
            Self.workflow(triggerCode: "return new Response(await env.KV.get('a'));"),
            Self.workflow(triggerCode: TriggerCodeTests.annotated),
        ]
        var build = ProgramBuilder()
        let step = build.value("only", "1")
        programs.append(
            build.program(
                [step], kind: .script, trigger: .http(path: nil, method: nil),
                triggerCode: "return Response.json(await runGraph(env, { payload: {} }))"))
        let files = try programs.enumerated().map { index, program in
            try folder.write(emit(program).source, to: "module-\(index).ts")
        }
        for f in files { print(try String(contentsOf: f, encoding: .utf8)) }
        let output = try await DenoRunner().check(files)
        #expect(output.status == 0, "\(output.stderr)")
    }
}
