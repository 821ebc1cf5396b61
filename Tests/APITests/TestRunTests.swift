import JSON
import PlatformFixtures
import PluginMessages
import Storage
import Testing

@testable import API
@testable import Platform

@Suite("Test runs", .timeLimit(.minutes(10)))
struct TestRunTests {
    static let hour: Int64 = 3_600_000

    func count(_ table: String, _ server: Server) async throws -> Int {
        try await server.installation.storage.read { database in
            try database.query("SELECT COUNT(*) AS count FROM \(table)").first?["count"] ?? 0
        }
    }

    /// The provider reports the end of what it runs.
    func end(_ server: Server, as status: RunStatus = .complete) {
        server.installation.provider.behave { behavior in
            (behavior.runState, behavior.output) = (status, status == .complete ? ["answer": 42] : nil)
        }
    }

    @Test("A test runs the draft, before it the latest version, or what is sent; and is found by its id alone")
    func lifecycle() async throws {
        try await Server.with { server in
            let path =
                "/api/workflows/\(try await server.send("POST", "/api/workflows", ["name": "T"]).json["id"]?.string ?? "")"
            let nothing = try await server.send("POST", "\(path)/test")
            #expect(nothing.status == 404 && nothing.json["code"] == "draft.notFound", "\(nothing.text)")
            let version: JSONValue = ["ir": Installation.document(code: "return 'version';")]
            #expect(try await server.send("POST", "\(path)/versions", version).status == 201)
            let draft: JSONValue = ["document": Installation.document(code: "return 'draft';")]
            var runs: [String] = []
            for body in [nil, nil, ["document": Installation.document(code: "return 'sent';")] as JSONValue?] {
                let answer = try await server.send("POST", "\(path)/test", body?.text)
                #expect(answer.status == 201 && answer.json["test"] == true, "\(answer.text)")
                #expect(answer.json["versionId"] == .null && answer.json["warnings"] == [])
                runs.append(answer.json["id"]?.string ?? "")
                #expect(answer.headers["location"] == "\(path)/runs/\(runs.last ?? "")")
                #expect(try await server.send("PUT", "\(path)/draft", draft).status == 200)
            }
            let emitted = try await documents(server)
            #expect(
                ["version", "draft", "sent"].map { word in emitted.contains { $0.contains("'\(word)'") } } == [
                    true, true, true,
                ])
            end(server)
            for run in runs {
                for place in ["\(path)/runs/\(run)", "/api/runs/\(run)"] {
                    let shown = try await server.send("GET", place).json
                    #expect(shown["status"] == "complete" && shown["output"] == ["answer": 42] && shown["test"] == true)
                }
                #expect(try await server.send("GET", "\(path)/runs/\(run)/steps").status == 200)
                #expect(try await server.send("GET", "\(path)/runs/\(run)/logs").status == 200)
            }
            for list in ["/api/runs", "\(path)/runs"] {
                #expect(try await server.send("GET", list).json["data"] == [])
                let tests = try await server.send("GET", "\(list)?test=true").json["data"]?.array ?? []
                #expect(tests.compactMap { $0["id"]?.string } == runs.reversed())
                #expect(try await server.send("GET", "\(list)?test=perhaps").status == 400)
            }
            #expect(try await server.send("GET", "/api/stats").json["totals"] == [])
            for list in ["/api/deployments", "\(path)/deployments"] {
                #expect(try await server.send("GET", list).json["data"] == [])
            }
            let deployment = try await server.send("GET", "/api/runs/\(runs[0])").json["deploymentId"]?.string ?? ""
            #expect(try await server.send("GET", "/api/deployments/\(deployment)").status == 404)
            let shown = try await server.send("GET", path).json
            #expect(shown["lastRun"] == .null && shown["urls"] == [] && shown["status"] == "draft", "\(shown.text)")
        }
    }

    /// What tests keep.
    func documents(_ server: Server) async throws -> [String] {
        try await server.installation.storage.read { database in
            try Table(DeploymentRecord.self, in: database).all("status = 'test'", []).compactMap(\.testDocument)
        }
    }

    @Test("What is deployed of the workflow stays, and webhooks and streams of the project are told nothing")
    func apart() async throws {
        try await Server.with { server in
            let (workflow, _) = try await server.installation.deployedWorkflow()
            let path = "/api/workflows/\(workflow)"
            let before = try await server.send("GET", "\(path)/deployments").json
            let webhook = try await server.send(
                "POST", "/api/webhooks",
                ["name": "All", "url": "https://example.com/hook", "events": ["run.complete", "run.errored"]])
            #expect(webhook.status == 201, "\(webhook.text)")
            end(server)
            let run = try await server.send("POST", "\(path)/test")
            #expect(
                try await server.send("GET", "\(path)/runs/\(run.json["id"]?.string ?? "")").json["status"]
                    == "complete")
            #expect(try await count("webhook_deliveries", server) == 0)
            #expect(try await server.send("GET", "\(path)/deployments").json == before)
            let deploy = try #require(server.installation.provider.calls.last { $0.method == "provider.deploy" })
            #expect(deploy.request["workflowId"]?.string != workflow.text && deploy.request["previous"] == nil)
            let purge = try await server.send("POST", "/api/runs/purge", ["workflowId": .string(workflow.text)])
            #expect(purge.json["total"] == 0, "\(purge.text)")
        }
    }

    @Test("The node and pinned values decide what the provider compiles")
    func plan() async throws {
        try await Server.with { server in
            let path = try await server.workflow().path
            let pinned = try await server.send("POST", "\(path)/test", ["pins": ["first": ["a": 1]]])
            #expect(pinned.status == 201, "\(pinned.text)")
            let emit = try #require(server.installation.provider.calls.last { $0.method == "provider.emit" })
            #expect(emit.request.text.contains(#"JSON.parse(\"{\\\"a\\\":1}\")"#), "\(emit.request.text)")
            #expect(try await server.send("POST", "\(path)/test", ["nodeId": "first"]).status == 201)
            let unknown = try await server.send("POST", "\(path)/test", ["nodeId": "frist", "pins": ["other": 1]])
            #expect(unknown.status == 400 && unknown.json["code"] == "test.invalid")
            let details = unknown.json["details"]?.array ?? []
            #expect(details.map { $0["pointer"]?.string } == ["/nodeId", "/pins/other"], "\(unknown.text)")
            #expect(details.first?["message"]?.string?.contains("\"first\"") == true)
            let invalid = try await server.send("POST", "\(path)/test", ["document": ["nodes": []]])
            #expect(invalid.status == 400 && invalid.json["code"] == "version.rejected", "\(invalid.text)")
            let large: JSONValue = ["params": ["text": .string(String(repeating: "x", count: Runs.paramsLimit))]]
            #expect(try await server.send("POST", "\(path)/test", large).json["code"] == "trigger.paramsTooLarge")
            #expect(try await server.send("POST", "\(path)/test", ["node": "first"]).status == 400)
        }
    }

    @Test("Sleeps are skipped that the provider reports of nodes that sleep, and test runs are counted nowhere")
    func skippedSleeps() async throws {
        try await Server.with { server in
            let path = try await server.workflow().path
            func node(_ id: String, _ type: String, _ data: JSONValue) -> JSONValue {
                [
                    "id": .string(id), "name": .string(id), "type": .string(type), "version": "1.0.0",
                    "provider": "here", "position": ["x": 0, "y": 0], "data": data,
                ]
            }
            let document: JSONValue = [
                "metadata": ["name": "T", "version": 1], "entryNodeId": "rest",
                "nodes": [
                    node("rest", "sleep", ["duration": "1 day"]), node("after", "step", ["code": "return 1;"]),
                ],
                "edges": [["id": "e", "source": "rest", "target": "after"]],
            ]
            server.installation.provider.behave { behavior in
                behavior.steps = [
                    RunStep(
                        name: "rest", kind: .sleep, status: .succeeded, attempts: 1, startedAt: 1, endedAt: 2,
                        nodeId: "rest"),
                    RunStep(
                        name: "after: wait 1", kind: .sleep, status: .pending, attempts: 1, startedAt: 2,
                        nodeId: "after"),
                ]
            }
            for skips in [true, false] {
                let body: JSONValue = ["document": document, "skipSleeps": .bool(skips)]
                let run = try await server.send("POST", "\(path)/test", body)
                #expect(run.status == 201, "\(run.text)")
                let running = try await server.send("GET", "/metrics", key: "").text
                #expect(running.contains(#"millrace_runs{status="queued"} 0"#), "\(running)")
                let emit = try #require(server.installation.provider.calls.last { $0.method == "provider.emit" })
                #expect(emit.request.text.contains("86400000") != skips)
                let steps = "\(path)/runs/\(run.json["id"]?.string ?? "")/steps"
                let shown = try await server.send("GET", steps).json["data"]?.array ?? []
                #expect(shown.map { $0["skipped"] } == [skips ? true : nil, nil], "\(shown)")
                #expect(try await server.send("GET", "\(steps)/1").json["skipped"] == (skips ? true : nil))
            }
            end(server)
            let tests = try await server.send("GET", "/api/runs?test=true").json["data"]?.array ?? []
            #expect(!tests.isEmpty)
            for run in tests {
                #expect(
                    try await server.send("GET", "\(path)/runs/\(run["id"]?.string ?? "")").json["status"] == "complete"
                )
            }
            let counted = try await server.send("GET", "/metrics", key: "").text
            #expect(!counted.contains("millrace_runs_total{"), "\(counted)")
            // The end of a deployed run is counted beside them.
            let connection = try await server.connection()
            #expect(try await server.send("POST", "\(path)/deploy", ["connectionId": connection]).status == 201)
            #expect(try await server.send("POST", "\(path)/trigger", ["connectionId": connection]).status == 201)
            let after = try await server.send("GET", "/metrics", key: "").text
            #expect(after.contains(#"millrace_runs_total{status="queued"} 1"#), "\(after)")
        }
    }
}
