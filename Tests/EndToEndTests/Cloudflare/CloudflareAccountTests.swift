import EmulatorClient
import JSON
import TestSupport
import Testing

@Suite("An account that others use too, on the real server", .timeLimit(.minutes(20)))
struct CloudflareAccountTests {
    private static func sub(_ service: String, by type: String = "sub_script") throws -> JSONValue {
        let data =
            type == "sub_script"
            ? #"{"workerName": "\#(service)", "method": "POST", "url": "/", "body": "{}"}"#
            : #"{"workflowId": "\#(service)", "workflowName": "Other"}"#
        return try JSONValue(
            parsing: """
                {"metadata": {"name": "Caller", "version": 1}, "entryNodeId": "call", "edges": [], "nodes": [
                {"id": "call", "type": "\(type)", "name": "Call", "version": "1.0.0", "provider": "cloudflare",
                "position": {"x": 0, "y": 0}, "data": \(data)}]}
                """)
    }

    @Test(
        "A deploy that calls a Worker which the account does not have is refused with its node, and changes nothing",
        arguments: ["sub_script", "sub_workflow"])
    func unknownService(type: String) async throws {
        try await CloudflareInstallation.running { installation in
            let caller = try Self.sub("nobodys-worker", by: type)
            let workflow = try await installation.workflow(caller)
            try await workflow.post(caller)
            let served = try await installation.served()
            for path in ["deploy-preview", "deploy"] {
                let refusal = try await workflow.api.send("POST", "\(workflow.path)/\(path)", workflow.order)
                #expect(
                    refusal.status == 400 && refusal.body["code"] == "deploy.serviceNotDeployed", "\(refusal.body.text)"
                )
                let problem = refusal.body["details"]?.array?.first
                #expect(problem?["nodeId"] == "call" && problem?["code"] == "deploy.serviceUnknown")
                #expect(problem?["message"]?.string?.contains("\"nobodys-worker\"") == true)
            }
            #expect(try await installation.served() == served)
        }
    }

    @Test("What another Worker calls is not taken down, and nothing of it is gone; by force it is")
    func referenced() async throws {
        try await CloudflareInstallation.running { installation in
            let document = try CloudflareDocument.fixture("script-greeting")
            let helper = try await installation.workflow(document)
            try await helper.change([
                "deployConfig": ["route": ["pattern": "example.com/helper/*", "zoneName": "example.com"]]
            ])
            try await helper.post(document)
            let service = try await helper.deploy()["serviceName"]?.string ?? ""
            let caller = try Self.sub(service)
            let workflow = try await installation.workflow(caller)
            try await workflow.post(caller)
            let using = try await workflow.deploy()["serviceName"]?.string ?? ""

            let served = try await installation.served()
            let refusal = try await helper.api.send("POST", "\(helper.path)/takedown", helper.order)
            #expect(refusal.status == 409, "\(refusal.body.text)")
            #expect(refusal.body["code"] == "cloudflare.worker.referenced")
            #expect(refusal.body["detail"]?.string?.contains(using) == true)
            #expect(try await installation.served() == served)
            #expect(try await helper.deployments().first?.status == "active")

            var order = helper.order.object ?? [:]
            order["force"] = true
            #expect(try await helper.api.call("POST", "\(helper.path)/takedown", .object(order))["status"] == "removed")
            #expect(try await installation.served()["scripts"]?[service] == nil)
        }
    }

    @Test("A Worker of the same name is neither overwritten nor deleted")
    func foreign() async throws {
        try await CloudflareInstallation.running { installation in
            let workflow = try await installation.workflow(CloudflareDocument.answering("one"))
            try await workflow.post(CloudflareDocument.answering("one"))
            let service = try await workflow.deploy()["serviceName"]?.string ?? ""
            _ = try await workflow.api.call("POST", "\(workflow.path)/takedown", workflow.order)
            try await installation.cloud.upload(
                service, "export default { fetch() { return new Response('theirs'); } };",
                ["compatibility_date": "2026-05-01"])
            let served = try await installation.served()
            #expect(served["scripts"]?[service] != nil)
            for path in ["deploy-preview", "deploy"] {
                let refusal = try await workflow.api.send("POST", "\(workflow.path)/\(path)", workflow.order)
                #expect(refusal.status == 409 && refusal.body["code"] == "cloudflare.worker.foreign")
            }
            #expect(try await installation.served() == served)
            try await workflow.change(["deployConfig": ["overwriteWorker": true]])
            try await workflow.deploy()
            #expect(try await workflow.run().state["output"] == "one")
        }
    }

    @Test(
        "Runs that requests have started are in the list; those of a workflow that was taken down are unknown, and say why"
    )
    func runs() async throws {
        try await CloudflareInstallation.running { installation in
            let document = try CloudflareDocument.fixture("default-handler")
            let workflow = try await installation.workflow(document)
            try await workflow.post(document)
            let service = try await workflow.deploy()["serviceName"]?.string ?? ""
            let id = try await installation.fetch(service, "POST", "/", ["a": 1]).body["instanceId"]?.string ?? ""
            try await eventually("the run to complete", equals: "complete") {
                try await installation.fetch(service, "GET", "/?instanceId=\(id)").body["status"] ?? .null
            }
            let waiting = try CloudflareDocument.fixture("human-approval")
            let approval = try await installation.workflow(waiting)
            try await approval.post(waiting)
            try await approval.deploy()
            let started = try await approval.api.call(
                "POST", "\(approval.path)/trigger",
                ["connectionId": .string(installation.connection), "params": ["amount": 5000]])

            // A start of the server compares all runs with their providers.
            try await installation.server.killAtOnce()
            let next = try await installation.restarted()
            let listed = CloudflareWorkflow(installation: next, id: workflow.id)
            let runs = try await eventually("the run in the list", satisfies: { $0.first?["status"] == "complete" }) {
                try await listed.api.call("GET", "\(listed.path)/runs")["data"]?.array ?? []
            }
            #expect(runs.map { $0["instanceId"] } == [.string(id)] && runs.first?["status"] == "complete")
            let run = try await listed.api.call("GET", "\(listed.path)/runs/\(id)")
            #expect(run["output"] == 1 && run["params"] == ["a": 1])

            let gone = CloudflareWorkflow(installation: next, id: approval.id)
            _ = try await gone.api.call("POST", "\(gone.path)/takedown", gone.order)
            let path = "\(gone.path)/runs/\(started["id"]?.string ?? "")"
            let state = try await gone.api.call("GET", path)
            #expect(state["status"] == "unknown" && state["error"]?["name"] == "cloudflare.instance.gone")
            #expect(try await gone.api.send("POST", "\(path)/terminate").status == 409)
        }
    }

    @Test("A token's permissions are named, and a pause that the API asks for reaches the caller")
    func token() async throws {
        try await CloudflareInstallation.running { installation in
            try await installation.control(
                "POST", "tokens", ["value": "reader", "permissions": ["Workers Scripts Read", "Queues Write"]])
            let verification = try await installation.api.call(
                "POST", "/api/connections/verify-token",
                [
                    "provider": "cloudflare",
                    "credentials": ["apiToken": "reader", "accountId": .string(CloudflareInstallation.account)],
                ])
            let permissions = verification["permissions"]?.array ?? []
            #expect(permissions.first?["name"] == "Account · Workers Scripts · Edit")
            #expect(permissions.first?["required"] == true && permissions.first?["granted"] == false)
            #expect(permissions.first { $0["name"] == "Account · Queues · Edit" }?["granted"] == true)

            let workflow = try await installation.workflow(CloudflareDocument.answering("one"))
            try await workflow.post(CloudflareDocument.answering("one"))
            try await installation.control(
                "POST", "faults",
                [
                    "path": "accounts/*/workers/scripts/*", "method": "PUT", "times": nil, "effect": "error",
                    "status": 429, "code": 10013, "message": "Slow down", "retryAfter": 120,
                ])
            let refusal = try await workflow.api.open(
                "POST", "\(workflow.path)/deploy", workflow.order.bytes, headers: ["content-type": "application/json"])
            #expect(refusal.status.code == 503 && refusal.headers.first(name: "retry-after") == "120")
        }
    }
}
