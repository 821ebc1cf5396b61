import JSON
import PlatformFixtures
import PluginMessages
import Testing

@Suite(.timeLimit(.minutes(10))) struct DeployEndpointTests {
    @Test("A version is deployed, run, followed and taken down")
    func lifecycle() async throws {
        try await Server.with { server in
            let (path, version) = try await server.workflow()
            let connection = try await server.connection()
            let deployed = try await server.send(
                "POST", "\(path)/deploy", ["connectionId": connection, "versionId": .string(version)])
            #expect(deployed.status == 201)
            #expect(deployed.json["status"] == "active")
            #expect(deployed.json["versionId"]?.string == version)
            #expect(try await server.send("GET", path).json["activeVersionId"]?.string == version)
            for list in ["/api/deployments", "\(path)/deployments"] {
                #expect(try await server.send("GET", list).json["data"]?.array == [deployed.json])
            }
            let run = try await server.send(
                "POST", "\(path)/trigger", ["connectionId": connection, "params": ["order": 7]])
            #expect(run.status == 201)
            #expect(run.json["status"] == "queued")
            #expect(run.json["instanceId"]?.string?.isEmpty == false)
            server.installation.provider.behave {
                $0.runState = .complete
                $0.output = ["total": 130]
            }
            let ended = try await server.send("GET", "\(path)/runs/\(run.json["id"]?.string ?? "")")
            #expect(ended.json["status"] == "complete")
            #expect(ended.json["output"] == ["total": 130])
            for list in ["/api/runs", "\(path)/runs"] {
                let runs = try await server.send("GET", list).json["data"]?.array
                #expect(runs?.map { $0["id"] } == [run.json["id"]])
            }
            let removed = try await server.send("POST", "\(path)/takedown", ["connectionId": connection])
            #expect(removed.status == 200)
            #expect(removed.json["status"] == "removed")
            #expect(try await server.send("GET", path).json["activeVersionId"] == .null)
        }
    }

    @Test("A streamed deploy tells every stage, then the deployment")
    func stream() async throws {
        try await Server.with { server in
            let (path, _) = try await server.workflow()
            let answer = try await server.send(
                "POST", "\(path)/deploy-stream", ["connectionId": try await server.connection()])
            #expect(answer.status == 200)
            #expect(answer.headers["content-type"] == "text/event-stream")
            let events = answer.events
            #expect(
                events.dropLast().map { $0.data["stage"] } == [
                    "INITIALIZING", "GENERATING_CODE", "CODE_READY", "DETECTING_BINDINGS", "BINDINGS_READY",
                    "CREATING_WORKER", "DEPLOYING", "WORKER_DEPLOYED", "UPDATING_WORKFLOW", "COMPLETED",
                ])
            #expect(events.dropLast().allSatisfy { $0.name == "progress" && $0.data["message"]?.string != nil })
            let percents = events.dropLast().compactMap { $0.data["progress"]?.int }
            #expect(percents == percents.sorted() && percents.last == 100)
            #expect(events.last?.name == "result")
            #expect(events.last?.data["status"] == "active")
        }
    }

    @Test("A streamed deploy that fails says how far it came")
    func failingStream() async throws {
        try await Server.with { server in
            let (path, _) = try await server.workflow()
            let body: JSONValue = ["connectionId": try await server.connection()]
            server.installation.provider.behave {
                $0.deployFailure = PluginFailure(code: "here.full", message: "There is no room.")
            }
            let events = try await server.send("POST", "\(path)/deploy-stream", body).events
            #expect(events.last?.name == "result")
            #expect(events.last?.data["status"] == "failed" && events.last?.data["failedStage"] == "DEPLOYING")
            #expect(events.last?.data["error"]?["code"] == "here.full")
            let last = events.dropLast().last
            #expect(last?.name == "progress")
            #expect(last?.data["stage"] == "FAILED")
            #expect(last?.data["failedStage"] == "DEPLOYING")
            #expect(last?.data["code"] == "here.full")
            #expect(last?.data["message"]?.string?.contains("There is no room.") == true)
        }
    }

    @Test("A deploy that lacks variables is refused with the list of them")
    func missingEnvironment() async throws {
        try await Server.with { server in
            server.installation.provider.behave { $0.requiredEnvironment = ["A_TOKEN", "B_URL"] }
            let (path, _) = try await server.workflow()
            let body: JSONValue = ["connectionId": try await server.connection()]
            let answer = try await server.send("POST", "\(path)/deploy", body)
            #expect(answer.status == 400)
            #expect(answer.json["code"] == "deploy.missingEnvironment")
            #expect(answer.json["error"]?.string?.contains("A_TOKEN, B_URL") == true)
            let events = try await server.send("POST", "\(path)/deploy-stream", body).events
            #expect(events.last?.data["failedStage"] == "DETECTING_BINDINGS")
        }
    }

    @Test("A deploy whose credentials the provider refuses says so, not that the provider failed")
    func credentials() async throws {
        try await Server.with { server in
            server.installation.provider.behave {
                $0.deployFailure = PluginFailure(code: "here.api", message: "Status 401.")
                $0.verification = .init(valid: false, message: "The token has expired.")
            }
            let (path, _) = try await server.workflow()
            let body: JSONValue = ["connectionId": try await server.connection()]
            let answer = try await server.send("POST", "\(path)/deploy", body)
            #expect(answer.status == 400 && answer.json["code"] == "deploy.credentials")
            #expect(answer.json["error"]?.string?.contains("The token has expired.") == true)
            #expect(answer.json["details"]?.array?.first?["pointer"] == "/connectionId")
            let stream = try await server.send("POST", "\(path)/deploy-stream", body).events
            #expect(stream.last?.data["error"]?["code"] == "deploy.credentials")
            // Other failures are the provider's still.
            server.installation.provider.behave { $0.verification = .init(valid: true) }
            #expect(try await server.send("POST", "\(path)/deploy", body).status == 502)
        }
    }

    @Test("Deploys and runs that cannot be have their own statuses")
    func refused() async throws {
        try await Server.with { server in
            let connection = try await server.connection()
            let draft = try await server.send("POST", "/api/workflows", ["name": "Draft"]).json["id"]?.string ?? ""
            let function =
                try await server.send("POST", "/api/workflows", ["name": "F", "kind": "script"])
                .json["id"]?.string ?? ""
            let (path, _) = try await server.workflow()
            let large = JSONValue.string(String(repeating: "x", count: 100 * 1024))
            let elsewhere = try await server.send(
                "POST", "/api/connections", ["provider": "elsewhere", "credentials": ["apiToken": "t"]]
            ).json["id"]
            let rows: [(String, JSONValue, Int, String)] = [
                ("/api/workflows/\(draft)/deploy", ["connectionId": connection], 409, "deploy.noVersion"),
                ("\(path)/deploy", ["connectionId": "nobody"], 404, "connection.notFound"),
                ("\(path)/deploy-stream", ["connectionId": "nobody"], 404, "connection.notFound"),
                (
                    "\(path)/deploy", ["connectionId": connection, "versionId": "none"], 404, "version.notFound"
                ),
                ("\(path)/deploy", ["connectionId": elsewhere ?? .null], 400, "deploy.targetRefused"),
                ("\(path)/deploy", [:], 400, "request.invalid"),
                ("\(path)/trigger", ["connectionId": connection], 409, "workflow.notDeployed"),
                ("\(path)/trigger", ["connectionId": "nobody"], 404, "connection.notFound"),
                ("\(path)/trigger", ["connectionId": connection, "params": large], 400, "trigger.paramsTooLarge"),
                ("/api/workflows/\(function)/trigger", ["connectionId": connection], 400, "workflow.functionHasNoRuns"),
                ("\(path)/takedown", ["connectionId": connection], 409, "workflow.notDeployed"),
            ]
            for (path, body, status, code) in rows {
                let answer = try await server.send("POST", path, body)
                #expect(answer.status == status, "\(path) \(code)")
                #expect(answer.json["code"]?.string == code)
            }
        }
    }

    @Test("A streamed deploy goes on when its client leaves")
    func clientLeaves() async throws {
        try await Server.with { server in
            let (path, _) = try await server.workflow()
            let body: JSONValue = ["connectionId": try await server.connection()]
            let (begun, begin) = AsyncStream.makeStream(of: Void.self)
            let (left, leave) = AsyncStream.makeStream(of: Void.self)
            server.installation.provider.behave {
                $0.duringDeploy = {
                    begin.finish()
                    for await _ in left {}
                }
            }
            let client = Task { try await server.send("POST", "\(path)/deploy-stream", body) }
            for await _ in begun {}
            client.cancel()
            await #expect(throws: (any Error).self) { try await client.value }
            leave.finish()
            // The next deploy of the workflow waits for the one before it.
            server.installation.provider.behave { $0.duringDeploy = {} }
            #expect(try await server.send("POST", "\(path)/deploy", body).status == 201)
            let deployments = try await server.send("GET", "\(path)/deployments").json["data"]?.array
            #expect(deployments?.map { $0["status"] } == ["active", "superseded"])
        }
    }

    @Test("A provider that fails is a bad gateway, in its own words")
    func provider() async throws {
        try await Server.with { server in
            let (path, _) = try await server.workflow()
            let body: JSONValue = ["connectionId": try await server.connection()]
            server.installation.provider.behave {
                $0.deployFailure = PluginFailure(code: "here.full", message: "There is no room.")
            }
            let answer = try await server.send("POST", "\(path)/deploy", body)
            #expect(answer.status == 502)
            #expect(answer.json["code"] == "here.full")
        }
    }
}
