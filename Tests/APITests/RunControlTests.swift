import JSON
import PluginMessages
import Testing

@Suite struct RunControlTests {
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
