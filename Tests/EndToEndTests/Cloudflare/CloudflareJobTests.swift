import JSON
import TestSupport
import Testing

@Suite("Workflows on an emulated Cloudflare account, on the real server", .timeLimit(.minutes(20)))
struct CloudflareJobTests {
    @Test("Deploy with progress, run, again without a change, and take down")
    func job() async throws {
        try await CloudflareInstallation.running { installation in
            let workflow = try await installation.workflow(CloudflareDocument.answering("one"))
            try await workflow.change([
                "deployConfig": ["route": ["pattern": "api.example.com/answer/*", "zoneName": "example.com"]],
                "envVars": [["name": "API_KEY", "value": "hush-hush", "isSecret": true]],
            ])
            try await workflow.post(
                CloudflareDocument.answering("one", trigger: ["type": "cron", "expression": "0 6 * * *"]))
            let preview = try await workflow.api.call("POST", "\(workflow.path)/deploy-preview", workflow.order)
            #expect(preview["changes"]?.array?.first == "upload the Worker")
            #expect(preview["changes"]?.array?.contains("route api.example.com/answer/*") == true)
            #expect(!preview.text.contains("hush-hush"))
            #expect(try await installation.control("GET", "state")[CloudflareInstallation.account]?["scripts"] == [:])

            let events = try await workflow.api.events("\(workflow.path)/deploy-stream", workflow.order)
            #expect(
                events.filter { $0.name == "progress" }.compactMap { $0.data["stage"]?.string } == [
                    "INITIALIZING", "GENERATING_CODE", "CODE_READY", "DETECTING_BINDINGS", "BINDINGS_READY",
                    "CREATING_WORKER", "DEPLOYING", "WORKER_DEPLOYED", "UPDATING_WORKFLOW", "COMPLETED",
                ])
            #expect(events.compactMap { $0.data["progress"]?.int } == [5, 15, 25, 35, 45, 55, 65, 80, 90, 100])
            let service = events.last?.data["serviceName"]?.string ?? ""
            let served = try await installation.served()
            #expect(served["scripts"]?[service]?["schedules"] == ["0 6 * * *"])
            #expect(served["routes"] == [["pattern": "api.example.com/answer/*", "script": .string(service)]])

            let run = try await workflow.run()
            #expect(run.state["status"] == "complete", "\(run.state.text)\n\(installation.server.output)")
            #expect(run.state["output"] == "one")
            #expect(run.steps.compactMap { $0["name"]?.string } == ["Answer"])

            let again = try await workflow.deploy()
            #expect(again["notes"]?.array?.first?.string?.hasPrefix("Nothing has changed") == true)
            #expect(try await installation.served() == served)

            try await workflow.change(["envVars": []])
            _ = try await workflow.deploy()
            let bindings = try await installation.served()["scripts"]?[service]?["bindings"]?.array ?? []
            #expect(bindings.compactMap { $0["name"]?.string } == ["WORKFLOW"])

            _ = try await workflow.api.call("POST", "\(workflow.path)/takedown", workflow.order)
            #expect(try await installation.served() == ["scripts": [:], "workflows": [:], "routes": [], "domains": []])
            #expect(!installation.server.output.contains("hush-hush"))
            #expect(!installation.server.output.contains("emulator-token"))
        }
    }

    @Test("A run that fails says which node, and a run can be paused, resumed and terminated")
    func runs() async throws {
        try await CloudflareInstallation.running { installation in
            let failing = try await installation.workflow(CloudflareDocument.answering("x"))
            var document = CloudflareDocument.answering("x").text
            document = document.replacing("return \\\"x\\\";", with: "throw new Error('no luck');")
            try await failing.post(JSONValue(parsing: document))
            try await failing.deploy()
            let run = try await failing.run()
            #expect(run.state["status"] == "errored")
            #expect(run.state["error"]?["message"] == "no luck")
            #expect(run.state["error"]?["nodeId"] == "answer")
            #expect(run.steps.first?["status"] == "failed")

            let document2 = try CloudflareDocument.fixture("human-approval")
            let waiting = try await installation.workflow(document2)
            try await waiting.post(document2)
            try await waiting.deploy()
            let started = try await waiting.api.call(
                "POST", "\(waiting.path)/trigger",
                ["connectionId": .string(installation.connection), "params": ["amount": 5000]])
            let path = "\(waiting.path)/runs/\(started["id"]?.string ?? "")"
            try await waiting.api.wait(for: ["waiting"], path)
            _ = try await waiting.api.call("POST", "\(path)/pause")
            try await waiting.api.wait(for: ["paused"], path)
            _ = try await waiting.api.call("POST", "\(path)/resume")
            try await waiting.api.wait(for: ["waiting", "running"], path)
            _ = try await waiting.api.call("POST", "\(path)/terminate")
            try await waiting.api.wait(for: ["terminated"], path)

            let again = try await waiting.api.call("POST", "\(path)/restart")
            #expect(again["id"] == started["id"] && again["finishedAt"] == .null, "\(again.text)")
            try await waiting.api.wait(for: ["waiting"], path)
            _ = try await waiting.api.call(
                "POST", "\(path)/events", ["type": "approval", "payload": ["approved": true]])
            try await waiting.api.wait(for: ["complete"], path)

            // From its last step it needs no second event; the steps before are as they were.
            let before = try await waiting.api.call("GET", "\(path)/steps")["data"]?.array ?? []
            let last = try #require(before.last?["name"])
            _ = try await waiting.api.call("POST", "\(path)/restart", ["from": ["name": last]])
            try await waiting.api.wait(for: ["complete"], path)
            let after = try await waiting.api.call("GET", "\(path)/steps")["data"]?.array ?? []
            #expect(after.map { $0["name"] } == before.map { $0["name"] })
            #expect(after.dropLast().map { $0["startedAt"] } == before.dropLast().map { $0["startedAt"] })
            _ = try await waiting.api.call("POST", "\(path)/restart")
            try await waiting.api.wait(for: ["waiting"], path)
            _ = try await waiting.api.call("POST", "\(path)/terminate", ["rollback": true])
            try await waiting.api.wait(for: ["terminated"], path)
            let unknown = try await waiting.api.send("POST", "\(path)/restart", ["from": ["name": last, "count": 9]])
            #expect(unknown.status == 400 && unknown.body["code"] == "run.stepUnknown")
        }
    }

    @Test("A function is deployed and answers")
    func function() async throws {
        try await CloudflareInstallation.running { installation in
            let document = try CloudflareDocument.fixture("script-greeting")
            let expected = try CloudflareDocument.fixture("script-greeting.expected")
            let function = try await installation.workflow(document)
            try await function.post(document)
            let service = try await function.deploy()["serviceName"]?.string ?? ""
            var asked = 0
            for expected in expected["cases"]?.array ?? [] {
                let request = expected["request"]
                guard request?["method"]?.string ?? "POST" == "POST" else { continue }
                asked += 1
                let answer = try await installation.fetch(service, "POST", "/", request?["body"])
                #expect(answer.body == expected["body"])
            }
            #expect(asked > 0)
            let refusal = try await function.api.send("POST", "\(function.path)/trigger", function.order)
            #expect(refusal.status == 400)
        }
    }

    @Test("The log of a function has its requests, unless its deploy keeps none or the token may not read it")
    func logs() async throws {
        try await CloudflareInstallation.running { installation in
            let document = try CloudflareDocument.fixture("script-greeting")
            let function = try await installation.workflow(document)
            try await function.post(document)
            func logs(_ deployment: JSONValue) async throws -> APIClient.Answer {
                try await function.api.send(
                    "GET", "\(function.path)/deployments/\(deployment["id"]?.string ?? "")/logs")
            }
            let first = try await function.deploy()
            let service = first["serviceName"]?.string ?? ""
            #expect(try await logs(first).body["data"] == [])
            for _ in 0..<3 { _ = try await installation.fetch(service, "POST", "/", [:]) }
            let lines = try await logs(first).body["data"]?.array ?? []
            let times = lines.compactMap { $0["loggedAt"]?.string }
            #expect(lines.count >= 3 && times == times.sorted(), "\(lines)")
            #expect(lines.contains { $0["text"]?.string?.contains("POST") == true }, "\(lines)")
            _ = try await installation.control(
                "POST", "tokens",
                ["value": "no-logs", "permissions": ["Workers Scripts Write", "Workers Tail Read"]])
            _ = try await function.api.call(
                "PATCH", "/api/connections/\(installation.connection)",
                ["credentials": ["apiToken": "no-logs", "accountId": .string(CloudflareInstallation.account)]])
            let refused = try await logs(first)
            #expect(refused.body["code"] == "cloudflare.permission", "\(refused.body.text)")
            #expect(refused.body["detail"]?.string?.contains("Workers Observability · Edit") == true)
            try await function.change(["deployConfig": ["observability": false]])
            let off = try await logs(try await function.deploy())
            #expect(off.status == 409 && off.body["code"] == "cloudflare.logs.off", "\(off.body.text)")
        }
    }

    @Test("A workflow without trigger code starts runs by requests, and tells what became of one")
    func requests() async throws {
        try await CloudflareInstallation.running { installation in
            let document = try CloudflareDocument.fixture("default-handler")
            let workflow = try await installation.workflow(document)
            try await workflow.post(document)
            let service = try await workflow.deploy()["serviceName"]?.string ?? ""
            let id = try await installation.fetch(service, "POST", "/", ["a": 1]).body["instanceId"]?.string ?? ""
            let answer = try await eventually("the run to complete", satisfies: { $0.body["status"] == "complete" }) {
                try await installation.fetch(service, "GET", "/?instanceId=\(id)")
            }
            #expect(answer.status == 200 && answer.body == ["status": "complete", "output": 1])
        }
    }
}
