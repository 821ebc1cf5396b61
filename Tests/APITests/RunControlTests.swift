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
}
