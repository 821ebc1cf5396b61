import Foundation
import JSON
import TestSupport
import Testing

@Suite("What somebody meets who writes the first workflows, on the real server", .timeLimit(.minutes(20)))
struct NewcomerTests {
    @Test("The example of trigger code in the API's description can be set, deployed and asked")
    func triggerCodeExample() async throws {
        try await LocalInstallation.running { installation in
            let description = try await installation.api.call("GET", "/api/openapi.json")
            let change = description["components"]?["schemas"]?["WorkflowChange"]?["properties"]
            let example = try #require(change?["triggerCode"]?["examples"]?.array?.first?.string)
            let worker = try await installation.deploy(
                LocalDocument.steps("Example", ("Order", "return event.payload.order.id;")), triggerCode: example)
            let answer = try await worker.ask("POST", "", ["id": 17])
            #expect(answer.status == 202)
            let id = try #require(try JSONValue(parsing: answer.text)["runId"]?.string)
            let run = try await installation.api.end(of: id, worker.id)
            #expect(run["id"] == .string(id))
            #expect(run["output"] == 17)
            #expect(run["params"] == ["order": ["id": 17]])
        }
    }

    @Test(
        "Trigger code that no version could be made with is refused when it is set, with its line",
        arguments: [
            ("export default { fetch: handle }", "return Response.json", 1),
            ("const url = 1;\nexport const config = {};", "return Response.json", 2),
            ("const a = 1;\nreturn Response.json({ a: );", "", 2), ("@fetch const f = 1;", "@fetch", 1),
        ])
    func refusedTriggerCode(code: String, words: String, line: Int) async throws {
        try await LocalInstallation.running { installation in
            for kind in ["workflow", "script"] {
                let id =
                    try await installation.api.call(
                        "POST", "/api/workflows", ["name": "Trigger", "kind": .string(kind)])["id"]?.string ?? ""
                let answer = try await installation.api.send(
                    "PATCH", "/api/workflows/\(id)", ["triggerCode": .string(code)])
                #expect(answer.status == 400)
                let problem = answer.body["details"]?.array?.first
                #expect(problem?["pointer"] == "/triggerCode")
                #expect(problem?["line"]?.int == line, "\(answer.body.text)")
                #expect(words.isEmpty || problem?["message"]?.string?.contains(words) == true, "\(answer.body.text)")
                #expect(try await installation.api.call("GET", "/api/workflows/\(id)")["triggerCode"] == .null)
            }
        }
    }

    @Test("A workflow calls others, and itself, by their ids; one that is not deployed is refused by name")
    func subWorkflowByID() async throws {
        try await LocalInstallation.running { installation in
            let child = try await installation.deploy(
                LocalDocument.steps("Child", ("Double", "return event.payload.n * 2;")))
            let parent = try await installation.deploy(Self.calling("Parent", child.id))
            #expect(try await parent.trigger(["n": 21]).end()["output"] == 42)

            let own = try await installation.api.call("POST", "/api/workflows", ["name": "Own"])["id"]?.string ?? ""
            let itself = LocalWorker(installation: installation, id: own, url: "", service: "")
            let recursive = try await itself.deploy(Self.calling("Own", own, while: "event.payload.n > 0"))
            #expect(try await recursive.trigger(["n": 2]).end()["status"] == "complete")
            #expect(try await recursive.finished(3).count == 3)

            let draft = try await installation.api.workflow(
                named: "Draft", LocalDocument.steps("Draft", ("A", "return 1;")))
            for (service, words) in [(draft.id, "\"Draft\""), ("no-such-service-1a2b3c4d", "no-such-service-1a2b3c4d")]
            {
                let (id, _) = try await installation.api.workflow(named: "Caller", Self.calling("Caller", service))
                let answer = try await installation.api.send(
                    "POST", "/api/workflows/\(id)/deploy", ["connectionId": .string(installation.connection)])
                #expect(answer.status == 400 && answer.body["code"] == "deploy.serviceNotDeployed")
                #expect(answer.body["details"]?.array?.first?["nodeId"] == "n2", "\(answer.body.text)")
                #expect(answer.body["detail"]?.string?.contains(words) == true, "\(answer.body.text)")
                #expect(try await installation.api.call("GET", "/api/workflows/\(id)")["status"] == "draft")
            }
        }
    }

    /// A workflow that calls another with one less.
    private static func calling(_ name: String, _ workflow: String, while condition: String = "true") -> JSONValue {
        var document =
            LocalDocument.steps(name, ("Gate", "return event.payload.n;"), ("End", "return n2 ?? null;"))
            .object ?? [:]
        let place: JSONValue = ["x": 0, "y": 0]
        let branch: JSONValue = [
            "id": "gate", "type": "branch", "name": "gate", "position": place, "version": "1.0.0",
            "provider": "cloudflare", "data": ["branches": [["label": "go", "condition": .string(condition)]]],
        ]
        let call: JSONValue = [
            "id": "n2", "type": "sub_workflow", "name": "Call", "position": place, "version": "1.0.0",
            "provider": "cloudflare",
            "data": [
                "workflowId": .string(workflow),
                "input": ["n": .string(condition == "true" ? "{{event.payload.n}}" : "{{n0}}")], "timeout": "1 minute",
            ],
        ]
        var nodes = document["nodes"]?.array ?? []
        if condition != "true" { nodes[0] = Self.step("n0", "return event.payload.n - 1;") }
        nodes += [branch, call]
        document["nodes"] = .array(nodes)
        document["edges"] = [
            ["id": "e0", "source": "n0", "target": "gate"],
            ["id": "e1", "source": "gate", "target": "n2", "label": "go"],
            ["id": "e2", "source": "gate", "target": "n1", "label": "then"],
        ]
        return .object(document)
    }

    private static func step(_ id: String, _ code: String) -> JSONValue {
        [
            "id": .string(id), "type": "step", "name": .string(id), "position": ["x": 0, "y": 0], "version": "1.0.0",
            "provider": "cloudflare", "data": ["code": .string(code), "retryLimit": 0],
        ]
    }

    @Test("A webhook's response has the id of the run, which keeps what it was sent")
    func webhookRun() async throws {
        try await LocalInstallation.running { installation in
            let worker = try await installation.deploy(
                LocalDocument.steps("Hook", ("Keep", "return event.payload.order;")))
            let answer = try JSONValue(parsing: try await worker.ask("POST", "", ["order": 1]).text)
            let id = try #require(answer["runId"]?.string)
            #expect(answer["instanceId"]?.string == id)
            let run = try await installation.api.end(of: id, worker.id)
            #expect(run["id"]?.string == id)
            #expect(run["params"] == ["order": 1])
            #expect(run["output"] == 1)
            #expect(
                try await installation.api.call("GET", "/api/workflows/\(worker.id)/runs/\(id)/steps")["data"]?.array?
                    .count == 1)
        }
    }
}
