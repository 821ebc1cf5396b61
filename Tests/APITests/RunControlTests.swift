import JSON
import PlatformFixtures
import PluginMessages
import Storage
import Testing

@testable import API
@testable import Platform

@Suite(.timeLimit(.minutes(10))) struct RunControlTests {
    @Test("A run is paused, resumed and ended; what its state does not allow is a conflict")
    func control() async throws {
        try await Server.with { server in
            let (path, _) = try await server.workflow()
            let body: JSONValue = ["connectionId": try await server.connection()]
            #expect(try await server.send("POST", "\(path)/deploy", body).status == 201)
            let id = try await server.send("POST", "\(path)/trigger", body).json["id"]?.string ?? ""
            let steps: [(RunStatus, String, Int, String)] = [
                (.running, "resume", 409, ""), (.running, "pause", 200, "paused"), (.paused, "pause", 409, ""),
                (.paused, "resume", 200, "running"), (.waiting, "terminate", 200, "terminated"),
                (.terminated, "terminate", 409, ""), (.terminated, "resume", 409, ""),
            ]
            for (state, action, status, becomes) in steps {
                server.installation.provider.behave { $0.runState = state }
                let answer = try await server.send("POST", "\(path)/runs/\(id)/\(action)")
                #expect(answer.status == status, "\(action) of \(state)")
                if status == 200 {
                    #expect(answer.json["status"]?.string == becomes)
                } else {
                    #expect(answer.json["code"] == "run.state")
                }
            }
            #expect(try await server.send("GET", "\(path)/runs/\(id)").json["status"] == "terminated")
            #expect(try await server.send("POST", "\(path)/runs/none/pause").status == 404)
            let reader = try await server.key([.read, .write])
            #expect(try await server.send("POST", "\(path)/runs/\(id)/pause", key: reader).status == 403)
        }
    }

    @Test("A run that a program started is found by its instance's id, also without its workflow")
    func instance() async throws {
        try await Server.with { server in
            let (path, _) = try await server.workflow()
            let body: JSONValue = ["connectionId": try await server.connection()]
            let deployment = try await server.send("POST", "\(path)/deploy", body).json["id"]?.string ?? ""
            try await server.installation.platform.runs.note([
                ReportedRun(
                    deployment: DeploymentID(deployment), state: RunState(instanceId: "nested-1-a", status: .complete))
            ])
            let found = try await server.send("GET", "/api/runs/nested-1-a")
            #expect(found.status == 200 && found.json["instanceId"] == "nested-1-a", "\(found.text)")
            let id = found.json["id"]?.string ?? ""
            #expect(id != "nested-1-a")
            #expect(try await server.send("GET", "/api/runs/\(id)").json == found.json)
            #expect(try await server.send("GET", "/api/runs/nested-1-b").status == 404)
            let elsewhere = try await server.send("POST", "/api/projects", ["name": "B"]).json["id"]?.string ?? ""
            #expect(try await server.send("GET", "/api/runs/nested-1-a?projectId=\(elsewhere)").status == 404)
        }
    }

    @Test("A run that waits says for what; one that does not wait says nothing")
    func waitingFor() async throws {
        try await Server.with { server in
            let provider = server.installation.provider
            let (path, _) = try await server.workflow()
            let body: JSONValue = ["connectionId": try await server.connection()]
            #expect(try await server.send("POST", "\(path)/deploy", body).status == 201)
            func trigger() async throws -> JSONValue { try await server.send("POST", "\(path)/trigger", body).json }
            let other = try await trigger()
            let run = "\(path)/runs/\(try await trigger()["id"]?.string ?? "")"
            let time = "1970-01-01T00:00:05.000Z"
            let waits: [(RunWait, JSONValue)] = [
                (
                    .event("go", step: "W", until: 5_000),
                    ["kind": "event", "step": "W", "type": "go", "until": .string(time)]
                ),
                (.sleep(step: "S", until: 5_000), ["kind": "sleep", "step": "S", "until": .string(time)]),
                (
                    .retry(step: "R", nodeId: "r", attempt: 2, of: 6, at: 5_000),
                    [
                        "kind": "retry", "step": "R", "nodeId": "r", "attempt": 2, "attempts": 6,
                        "nextAttemptAt": .string(time),
                    ]
                ),
                (
                    .child(other["instanceId"]?.string ?? "", step: "C", until: 5_000),
                    [
                        "kind": "child", "step": "C", "until": .string(time),
                        "instanceId": other["instanceId"] ?? .null, "runId": other["id"] ?? .null,
                        "workflowId": other["workflowId"] ?? .null, "workflowName": "Test",
                    ]
                ),
            ]
            for (wait, shown) in waits {
                provider.behave { ($0.runState, $0.waitingFor) = (.waiting, wait) }
                #expect(try await server.send("GET", run).json["waitingFor"] == shown)
            }
            provider.behave { $0.runState = .running }
            #expect(try await server.send("GET", run).json["waitingFor"] == .null)
        }
    }

    @Test("A run that has ended is begun again; one that the provider refuses to begin again is as it was")
    func restart() async throws {
        try await Server.with { server in
            let provider = server.installation.provider
            let (path, _) = try await server.workflow()
            let body: JSONValue = ["connectionId": try await server.connection()]
            let deployment = try await server.send("POST", "\(path)/deploy", body).json["id"]?.string ?? ""
            let run = "\(path)/runs/\(try await server.send("POST", "\(path)/trigger", body).json["id"]?.string ?? "")"
            provider.behave {
                $0.runState = .complete
                $0.output = 1
            }
            let ended = try await server.send("GET", run).json
            #expect(ended["status"] == "complete" && ended["output"] == 1)

            provider.behave { $0.controlFailure = PluginFailure(code: "fake.busy", message: "Not now.") }
            #expect(try await server.send("POST", "\(run)/restart").status == 502)
            #expect(try await server.send("GET", run).json == ended)

            provider.behave {
                $0.controlFailure = nil
                $0.runState = .running
                $0.output = nil
            }
            let again = try await server.send("POST", "\(run)/restart")
            #expect(again.status == 200)
            #expect(again.json["status"] == "running" && again.json["output"] == .null)
            #expect(again.json["finishedAt"] == .null)

            // Told before it began again, and heard only now.
            let late = RunState(instanceId: ended["instanceId"]?.string ?? "", status: .complete, output: 1)
            try await server.installation.platform.runs.note([
                ReportedRun(deployment: DeploymentID(deployment), state: late)
            ])
            #expect(try await server.send("GET", run).json["status"] == "running")
            provider.behave {
                $0.runState = .complete
                $0.output = 2
            }
            let end = RunState(instanceId: ended["instanceId"]?.string ?? "", status: .complete, output: 2)
            try await server.installation.platform.runs.note([
                ReportedRun(deployment: DeploymentID(deployment), state: end)
            ])
            #expect(try await server.send("GET", run).json["output"] == 2)

            #expect(try await server.send("POST", "\(path)/runs/none/restart").status == 404)
        }
    }

    @Test("What was taken down begins no run again, also once the workflow is deployed again; no provider is blamed")
    func restartTakenDown() async throws {
        try await Server.with { server in
            let provider = server.installation.provider
            let (path, _) = try await server.workflow()
            let body: JSONValue = ["connectionId": try await server.connection()]
            var runs: [String] = []
            // Of a deployment that is replaced, and of the one that is taken down.
            for _ in 0..<2 {
                #expect(try await server.send("POST", "\(path)/deploy", body).status == 201)
                runs.append(try await server.send("POST", "\(path)/trigger", body).json["id"]?.string ?? "")
            }
            provider.behave { $0.runState = .complete }
            for run in runs { #expect(try await server.send("POST", "\(path)/runs/\(run)/restart").status == 200) }
            #expect(try await server.send("POST", "\(path)/takedown", body).status == 200)
            for isDeployed in [false, true] {
                if isDeployed { #expect(try await server.send("POST", "\(path)/deploy", body).status == 201) }
                for run in runs {
                    let before = try await server.send("GET", "\(path)/runs/\(run)").json
                    for body in [nil, ["from": ["name": "A"]]] as [JSONValue?] {
                        let refused = try await server.send("POST", "\(path)/runs/\(run)/restart", body?.text)
                        #expect(refused.status == 409 && refused.json["code"] == "run.takenDown", "\(refused.text)")
                    }
                    #expect(try await server.send("GET", "\(path)/runs/\(run)").json == before)
                }
            }
            let new = try await server.send("POST", "\(path)/trigger", body).json["id"]?.string ?? ""
            #expect(try await server.send("POST", "\(path)/runs/\(new)/restart").status == 200)
        }
    }

    @Test("A run is begun again from a step that it has begun, where the provider can")
    func restartFromStep() async throws {
        for missing in [Set<ProviderCapability>(), [.restartFrom]] {
            try await Server.with(contributions: FakeContributions(without: missing)) { server in
                let provider = server.installation.provider
                let (path, _) = try await server.workflow()
                let body: JSONValue = ["connectionId": try await server.connection()]
                #expect(try await server.send("POST", "\(path)/deploy", body).status == 201)
                let id = try await server.send("POST", "\(path)/trigger", body).json["id"]?.string ?? ""
                provider.behave { $0.runState = .errored }
                let run = "\(path)/runs/\(id)"
                let ended = try await server.send("GET", run).json
                func restart(_ from: JSONValue) async throws -> Server.Answer {
                    try await server.send("POST", "\(run)/restart", ["from": from])
                }
                #expect(try await restart(["count": 1]).status == 400)
                #expect(try await restart(["name": "First", "count": 0]).status == 400)
                guard missing.isEmpty else {
                    let refused = try await restart(["name": "First"])
                    #expect(refused.status == 400 && refused.json["code"] == "provider.unsupported")
                    #expect(try await server.send("GET", run).json == ended)
                    return
                }
                for step: JSONValue in [["name": "Second"], ["name": "First", "count": 2]] {
                    let refused = try await restart(step)
                    #expect(refused.status == 400 && refused.json["code"] == "run.stepUnknown")
                }
                #expect(try await server.send("GET", run).json == ended)
                provider.behave { $0.runState = .running }
                #expect(try await restart(["name": "First"]).json["status"] == "running")
                let asked = provider.calls.last { $0.method == "provider.control" }?.request
                #expect(asked?["action"] == "restart" && asked?["from"] == ["name": "First", "count": 1])
                #expect(try await server.send("POST", "\(run)/restart").status == 200)
                #expect(provider.calls.last { $0.method == "provider.control" }?.request["from"] == nil)
            }
        }
    }

    @Test("A termination runs rollback handlers when it is asked to, where the provider can")
    func terminateRollback() async throws {
        for missing in [Set<ProviderCapability>(), [.terminateRollback]] {
            try await Server.with(contributions: FakeContributions(without: missing)) { server in
                let provider = server.installation.provider
                let (path, _) = try await server.workflow()
                let order: JSONValue = ["connectionId": try await server.connection()]
                #expect(try await server.send("POST", "\(path)/deploy", order).status == 201)
                func terminate(_ body: JSONValue) async throws -> (answer: Server.Answer, asked: JSONValue?) {
                    provider.behave { $0.runState = .running }
                    let id = try await server.send("POST", "\(path)/trigger", order).json["id"]
                    let answer = try await server.send("POST", "\(path)/runs/\(id?.string ?? "")/terminate", body)
                    let control = provider.calls.last { $0.method == "provider.control" }
                    return (answer, control?.request)
                }
                #expect(try await terminate(["rollback": "yes"]).answer.status == 400)
                guard missing.isEmpty else {
                    let refused = try await terminate(["rollback": true])
                    #expect(refused.answer.status == 400 && refused.answer.json["code"] == "provider.unsupported")
                    #expect(refused.asked == nil)
                    #expect(try await terminate(["rollback": false]).answer.status == 200)
                    return
                }
                let rolledBack = try await terminate(["rollback": true])
                #expect(rolledBack.answer.status == 200)
                #expect(rolledBack.asked?["action"] == "terminate" && rolledBack.asked?["rollback"] == true)
                for body: JSONValue in [[:], ["rollback": false]] {
                    let plain = try await terminate(body)
                    #expect(plain.answer.status == 200 && plain.asked?["rollback"] == nil)
                }
            }
        }
    }

    @Test("A value under a member that the API has not is told, and the request is accepted as before")
    func ignoredMembers() async throws {
        try await Server.with { server in
            let (path, _) = try await server.workflow()
            let connection = try await server.connection()
            #expect(try await server.send("POST", "\(path)/deploy", ["connectionId": connection]).status == 201)
            func trigger(_ more: JSONObject) async throws -> JSONValue {
                var body: JSONObject = ["connectionId": connection]
                for (name, value) in more { body[name] = value }
                return try await server.send("POST", "\(path)/trigger", .object(body)).json
            }
            #expect(try await trigger(["params": [:]])["warnings"] == [])
            let lost = try await trigger(["input": ["a": 1], "parms": [:]])
            #expect(
                lost["warnings"] == [
                    "/input: \"input\" is not used; did you mean \"params\"?",
                    "/parms: \"parms\" is not used; did you mean \"params\"?",
                ])
            let extra = try await trigger(["params": [:], "note": 1])
            #expect(extra["warnings"] == ["/note: \"note\" is not used; the members are connectionId, params."])
            let run = "\(path)/runs/\(lost["id"]?.string ?? "")"
            server.installation.provider.behave { $0.waitingFor = .event("approval", step: "W", until: 5_000) }
            let event = try await server.send("POST", "\(run)/events", ["type": "approval", "data": ["by": "Ada"]])
            #expect(event.status == 202)
            let told = event.json["warnings"]?.array?.compactMap(\.string) ?? []
            #expect(told.contains("/data: \"data\" is not used; did you mean \"payload\"?"), "\(told)")
            let whole = try await server.send("POST", "\(run)/events", ["type": "approval", "payload": ["data": 1]])
            #expect(whole.json["warnings"]?.text.contains("not used") == false)
        }
    }

    @Test("A run's steps and what it printed are listed, and it takes events until it ends")
    func watching() async throws {
        try await Server.with { server in
            let (path, _) = try await server.workflow()
            let body: JSONValue = ["connectionId": try await server.connection()]
            #expect(try await server.send("POST", "\(path)/deploy", body).status == 201)
            let run = "\(path)/runs/\(try await server.send("POST", "\(path)/trigger", body).json["id"]?.string ?? "")"
            let steps = try await server.send("GET", "\(run)/steps")
            #expect(
                steps.json["data"] == [
                    [
                        "name": "First", "kind": "do", "status": "active", "attempts": 1,
                        "startedAt": "1970-01-01T00:00:01.000Z", "endedAt": .null, "error": .null,
                    ]
                ])
            let first = try await server.send("GET", "\(run)/steps?limit=1").json
            #expect(first["data"]?.array?.count == 1 && first["data"]?.array?.first == steps.json["data"]?.array?.first)
            let logs = try await server.send("GET", "\(run)/logs")
            #expect(
                logs.json["data"] == [
                    ["loggedAt": "1970-01-01T00:00:01.000Z", "level": "info", "text": "Hello"]
                ])
            let sent = try await server.send("POST", "\(run)/events", ["type": "approval", "payload": ["by": "Ada"]])
            #expect(sent.status == 202)
            let request = server.installation.provider.calls.last { $0.method == "provider.sendEvent" }?.request
            #expect(request?["type"] == "approval" && request?["payload"] == ["by": "Ada"])

            let large = JSONValue.string(String(repeating: "x", count: 100 * 1024))
            let refused: [(String, JSONValue, Int)] = [
                (run, ["payload": 1], 400), (run, ["type": ""], 400), (run, ["type": "a", "payload": large], 400),
                ("\(path)/runs/none", ["type": "a"], 404),
            ]
            for (run, event, status) in refused {
                #expect(try await server.send("POST", "\(run)/events", event).status == status)
            }
            #expect(try await server.send("GET", "\(path)/runs/none/steps").status == 404)
            server.installation.provider.behave { $0.runState = .complete }
            let late = try await server.send("POST", "\(run)/events", ["type": "approval"])
            #expect(late.status == 409)
            #expect(late.json["code"] == "run.ended")
        }
    }
}
