import Foundation
import JSON
import TestSupport
import Testing
import Values

@testable import LocalRuntime

@Suite("What Workers on this machine do besides runs, on the real server", .timeLimit(.minutes(20)))
struct LocalWorkerTests {
    @Test(
        "The functions of the corpus answer as expected",
        arguments: ["script-greeting", "script-containers", "script-error"])
    func functions(name: String) async throws {
        try await LocalInstallation.running { installation in
            let function = try await installation.deploy(try LocalCorpusTests.read("\(name).json"))
            let cases = try #require(try LocalCorpusTests.read("\(name).expected.json")["cases"]?.array)
            #expect(!cases.isEmpty)
            for expected in cases {
                let request = expected["request"]
                let answer = try await function.ask(request?["method"]?.string ?? "POST", "", request?["body"])
                #expect(answer.status == expected["status"]?.int, "\(answer.text)")
                let body = (try? JSONValue(parsing: answer.text)) ?? .string(answer.text)
                #expect(body == expected["body"], "\(expected["name"]?.string ?? "")")
            }
        }
    }

    @Test("A POST to a workflow starts a run that the API lists, a GET tells its status")
    func fetchHandlers() async throws {
        try await LocalInstallation.running { installation in
            let plain = try await installation.deploy(try LocalCorpusTests.read("default-handler.json"))
            let started = try JSONValue(parsing: try await plain.ask("POST", "", ["a": 1]).text)
            let runs = try await plain.finished(1)
            #expect(runs.map { $0["instanceId"] } == [started["instanceId"]])
            #expect(runs.map { $0["output"] } == [1])
            let id = started["instanceId"]?.string ?? ""
            #expect(
                try JSONValue(parsing: try await plain.ask("GET", "/?instanceId=\(id)").text) == [
                    "status": "complete", "output": 1,
                ])
            #expect(try await plain.ask("GET", "/?instanceId=none").status == 404)
            #expect(try await plain.ask("GET").status == 400)
            #expect(try await plain.ask("DELETE").status == 405)

            let code = try LocalCorpusTests.read("webhook-trigger-code.expected.json")["triggerCode"]?.string
            let hook = try await installation.deploy(
                try LocalCorpusTests.read("webhook-trigger-code.json"), triggerCode: code,
                environment: ["HOOK_SECRET": "s"])
            #expect(try await hook.ask("POST", "/?secret=x", [:]).status == 401)
            let answer = try await hook.ask("POST", "/hook?secret=s", ["kind": "push"])
            #expect(answer.status == 202)
            #expect(try JSONValue(parsing: answer.text)["name"] == "hook")
            #expect(try await hook.finished(1).map { $0["output"]?["kind"] } == ["push"])
        }
    }

    @Test("Workflows start others and take their results and errors; functions are asked through service bindings")
    func services() async throws {
        try await LocalInstallation.running { installation in
            let child = try await installation.deploy(
                LocalDocument.steps(
                    "Invoice",
                    (
                        "Number",
                        "if (event.payload.order === 5) throw new Error('no number left'); return { number: `I${event.payload.order}`, all: event.payload.all };"
                    )))
            let parent = try await installation.deploy(
                LocalDocument.setting(
                    "workflowId", of: "sub_workflow", to: child.service,
                    in: try LocalCorpusTests.read("sub-workflow.json")))
            let good = try await parent.trigger(["id": 3])
            #expect(try await good.end()["output"] == ["number": "I3"])
            let bad = try await parent.trigger(["id": 5]).end()
            #expect(bad["status"] == "errored")
            #expect(bad["error"]?["message"]?.string?.contains("no number left") == true, "\(bad.text)")

            let mail = try await installation.deploy(LocalDocument.steps("Mail", ("To", "return event.payload;")))
            let each = try await installation.deploy(
                LocalDocument.setting(
                    "workflowId", of: "sub_workflow", to: mail.service,
                    in: try LocalCorpusTests.read("sub-workflow-started.json")))
            let ids = try await each.trigger([:]).end()["output"]?.array ?? []
            let mails = try await mail.finished(2)
            #expect(Set(mails.compactMap { $0["instanceId"]?.string }) == Set(ids.compactMap(\.string)))
            #expect(Set(mails.compactMap { $0["output"] }) == [["to": "Ada", "n": 0], ["to": "Zoë", "n": 1]])

            let rates = try await installation.deploy(
                LocalDocument.steps("Rates", ("EXPORT_none", "return 1;"), trigger: ["type": "http"], kind: "script"),
                triggerCode: """
                    const url = new URL(request.url);
                    return Response.json({ method: request.method, path: url.pathname + url.search, body: await request.text() });
                    """)
            let expected = try LocalCorpusTests.read("sub-script.expected.json")["cases"]?.array?.first
            let asking = try await installation.deploy(
                LocalDocument.setting(
                    "workerName", of: "sub_script", to: rates.service, in: try LocalCorpusTests.read("sub-script.json"))
            )
            #expect(try await asking.trigger(expected?["payload"] ?? [:]).end()["output"] == expected?["result"])

            let calls = LocalDocument.setting(
                "workerName", of: "sub_script", to: rates.service,
                in: LocalDocument.setting(
                    "workflowId", of: "sub_workflow", to: mail.service,
                    in: try LocalCorpusTests.read("script-calls.json")))
            let answer = try JSONValue(parsing: try await installation.deploy(calls).ask("POST", "", ["to": "at"]).text)
            #expect(answer["rates"] == ["method": "GET", "path": "/at", "body": ""])
            let last = try await mail.finished(3).last
            #expect(last?["instanceId"] == answer["run"])
            #expect(last?["output"] == ["to": "at"])
        }
    }

    @Test("A run uses KV, D1, R2, Analytics and a queue, whose messages start runs")
    func bindings() async throws {
        try await LocalInstallation.running { installation in
            let consumer = try await installation.deploy(
                LocalDocument.steps("Consumer", ("Take", "return event.payload;")),
                triggerCode: """
                    @config { maxBatchSize: 2, maxBatchTimeout: 0 }
                    @queue async function orderMail(batch, env) {
                      for (const message of batch.messages) await env.WORKFLOW.create({ id: message.id, params: message.body });
                    }
                    """)
            let producer = try await installation.deploy(
                LocalDocument.steps(
                    "Producer",
                    (
                        "Keep",
                        "await env.KV_CACHE.put('k', 'v', { metadata: { a: 1 } }); return await env.KV_CACHE.getWithMetadata('k');"
                    ),
                    (
                        "Query",
                        "await env.DB_MAIN.exec('CREATE TABLE t (n INTEGER)'); await env.DB_MAIN.prepare('INSERT INTO t VALUES (?)').bind(7).run(); return await env.DB_MAIN.prepare('SELECT n FROM t').first('n');"
                    ),
                    (
                        "Store",
                        "await env.BUCKET_FILES.put('o', 'content'); return await (await env.BUCKET_FILES.get('o')).text();"
                    ),
                    (
                        "Send",
                        "env.ANALYTICS_HITS.writeDataPoint({ blobs: ['x'] }); await env.QUEUE_ORDER_MAIL.sendBatch([{ body: { n: 1 } }, { body: { n: 2 } }]);"
                    ),
                    ("End", "return [{{n0}}, {{n1}}, {{n2}}];")),
                environment: ["KV_CACHE_BINDING_ID": "cache", "DB_MAIN_BINDING_ID": "main"])
            let state = try await producer.trigger([:]).end()
            #expect(
                state["output"] == [["value": "v", "metadata": ["a": 1], "cacheStatus": nil], 7, "content"],
                "\(state.text)")
            #expect(Set(try await consumer.finished(2).compactMap { $0["output"] }) == [["n": 1], ["n": 2]])
        }
    }

    @Test("A schedule that came while the server did not run starts its run after the start")
    func schedule() async throws {
        let folder = try TemporaryFolder()
        try await EchoService().serving { echo in
            let first = try await LocalInstallation(echo: echo, folder: folder)
            let id = try await first.deploy(try LocalCorpusTests.read("scheduled-report.json")).id
            try await first.server.stop()

            let journal = try Journal(folder: folder.url.appending(path: "plugins/local"))
            let schedule = try #require(try await journal.schedules().first)
            try await journal.setDue(schedule, at: schedule.dueAt - .seconds(28 * 86_400))
            try journal.close()

            let second = try await LocalInstallation(echo: echo, folder: folder)
            let runs = try await LocalWorker(installation: second, id: id, url: "", service: "").finished(1)
            #expect(runs.count == 1)
            #expect(runs.first?["output"]?["method"] == "GET", "\(runs)")
            let query = runs.first?["output"]?["query"]?.array ?? []
            let day = query.first?.array?.last?.string.flatMap { Double($0) } ?? 0
            #expect(day <= Date().timeIntervalSince1970 * 1000)
            #expect(day > Date().timeIntervalSince1970 * 1000 - 7 * 86_400_000)
            try await second.server.stop()
        }
    }
}
