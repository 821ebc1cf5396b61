import Foundation
import JSON
import TestSupport
import Testing

@Suite("Two connections to this machine, on the real server", .timeLimit(.minutes(10)))
struct TwoConnectionsTests {
    private func connection(_ name: String, _ api: APIClient) async throws -> String {
        let body: JSONValue = ["provider": "local", "name": .string(name), "credentials": [:]]
        return try await api.call("POST", "/api/connections", body)["id"]?.string ?? ""
    }

    private static var document: JSONValue {
        let nodes: [(id: String, type: String, data: JSONValue)] = [
            ("first", "step", ["code": "return env.STAGE;", "retryLimit": 0]),
            ("wait", "wait_for_event", ["eventType": "go", "timeout": "1 hour"]),
            ("last", "step", ["code": "return first;", "retryLimit": 0]),
        ]
        return [
            "metadata": [
                "name": "Shop", "version": 1, "createdAt": "2026-11-01T09:00:00Z", "updatedAt": "2026-11-01T09:00:00Z",
            ],
            "nodes": .array(
                nodes.map { node -> JSONValue in
                    [
                        "id": .string(node.id), "type": .string(node.type), "name": .string(node.id),
                        "position": ["x": 0, "y": 0], "version": "1.0.0", "provider": "cloudflare", "data": node.data,
                    ]
                }),
            "edges": [
                ["id": "e1", "source": "first", "target": "wait"], ["id": "e2", "source": "wait", "target": "last"],
            ],
            "entryNodeId": "first", "trigger": ["type": "manual"],
        ]
    }

    @Test("Deploys to staging and its takedown leave production's runs, address and list as they are")
    func apart() async throws {
        try await LocalInstallation.running { installation in
            let api = installation.api
            let (production, staging) = (
                try await connection("production", api), try await connection("staging", api)
            )
            let (workflow, _) = try await api.workflow(named: "Shop", Self.document, environment: ["STAGE": "one"])
            let path = "/api/workflows/\(workflow)"
            func post(_ action: String, _ connection: String) async throws -> JSONValue {
                try await api.call("POST", "\(path)/\(action)", ["connectionId": .string(connection)])
            }
            func waiting(_ connection: String) async throws -> String {
                let run = try await post("trigger", connection)["id"]?.string ?? ""
                try await api.wait(for: ["waiting"], "\(path)/runs/\(run)")
                return run
            }
            let first = try await post("deploy", production)["url"]?.string ?? ""
            let kept = try await waiting(production)
            _ = try await api.call(
                "PATCH", path, ["envVars": [["name": "STAGE", "value": "two", "isSecret": false]]])
            let second = try await post("deploy", staging)["url"]?.string ?? ""
            #expect(first != second && !first.isEmpty && !second.isEmpty)
            let other = try await waiting(staging)
            _ = try await post("deploy", staging)
            #expect(try await api.call("GET", "\(path)/runs/\(kept)")["status"] == "waiting")
            let late = try await waiting(production)
            _ = try await post("takedown", staging)
            let deployments = try await api.call("GET", "\(path)/deployments?status=active")["data"]?.array ?? []
            #expect(deployments.map { $0["connectionId"]?.string } == [production])
            #expect(deployments.first?["url"]?.string == first)
            #expect(try await api.send("GET", "\(path)/runs/\(other)").body["status"] != "waiting")
            for run in [kept, late, try await waiting(production)] {
                _ = try await api.call("POST", "\(path)/runs/\(run)/events", ["type": "go", "payload": 1])
                let end = try await api.end(of: run, workflow)
                #expect(end["status"] == "complete" && end["output"] == "one", "\(end.text)")
            }
        }
    }

    @Test("While a run prints without end another connection's runs go on, and the server's memory stays as it is")
    func flood() async throws {
        try await LocalInstallation.running { installation in
            let api = installation.api
            let (bad, good) = (try await connection("bad", api), try await connection("good", api))
            func deployed(_ name: String, _ code: String, _ connection: String) async throws -> String {
                let (workflow, _) = try await api.workflow(named: name, LocalDocument.steps(name, ("A", code)))
                let body: JSONValue = ["connectionId": .string(connection)]
                _ = try await api.call("POST", "/api/workflows/\(workflow)/deploy", body)
                return workflow
            }
            func trigger(_ workflow: String, _ connection: String) async throws -> String {
                try await api.call(
                    "POST", "/api/workflows/\(workflow)/trigger", ["connectionId": .string(connection)])["id"]?.string
                    ?? ""
            }
            let calm = try await deployed("Calm", "return 1;", good)
            let loud = try await deployed(
                "Loud",
                """
                for (;;) {
                  for (let i = 0; i < 50; i++) console.log("x".repeat(4000));
                  await new Promise((done) => setTimeout(done, 0));
                }
                """, bad)
            let warm = try await trigger(calm, good)
            #expect(try await api.end(of: warm, calm)["status"] == "complete")
            let process = try #require(installation.server.identifier)
            let before = try #require(ProcessSample(of: process, data: installation.folder.url)).memory
            let run = try await trigger(loud, bad)
            try await api.wait(for: ["running"], "/api/workflows/\(loud)/runs/\(run)")
            for _ in 0..<30 {
                let id = try await trigger(calm, good)
                #expect(try await api.end(of: id, calm)["output"] == 1)
            }
            #expect(try await api.call("GET", "/api/workflows/\(loud)/runs/\(run)")["status"] == "running")
            let after = try #require(ProcessSample(of: process, data: installation.folder.url)).memory
            // Kilobytes: what it printed and nobody has read waits in the program.
            #expect(after - before < 200_000, "\(before) to \(after) KiB")
            _ = try await api.call("POST", "/api/workflows/\(loud)/runs/\(run)/terminate")
            #expect(installation.server.output.utf8.count < 8 << 20)
        }
    }
}
