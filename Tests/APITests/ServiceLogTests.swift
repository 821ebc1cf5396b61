import JSON
import PlatformFixtures
import PluginMessages
import Testing

@Suite("Logs of deployments", .timeLimit(.minutes(10)))
struct ServiceLogTests {
    @Test("An active deployment has what its provider reports, filtered and in pages; another one has nothing")
    func logs() async throws {
        try await Server.with { server in
            let path = try await server.workflow().path
            let connection = try await server.connection()
            let body: JSONValue = ["connectionId": connection]
            let deployment = try await server.send("POST", "\(path)/deploy", body).json["id"]?.string ?? ""
            server.installation.provider.behave { behavior in
                behavior.logs = [
                    RunLogLine(loggedAt: 1_000, level: .info, text: "First"),
                    RunLogLine(loggedAt: 2_000, level: .error, text: "Second"),
                ]
            }
            let logs = "\(path)/deployments/\(deployment)/logs"
            let all = try await server.send("GET", logs)
            #expect(all.json["data"]?.array?.map { $0["text"]?.string } == ["First", "Second"], "\(all.text)")
            for (query, expected) in [("level=error", ["Second"]), ("q=FIRST", ["First"]), ("limit=1", ["First"])] {
                let found = try await server.send("GET", "\(logs)?\(query)").json["data"]?.array
                #expect(found?.map { $0["text"]?.string } == expected, "\(query)")
            }
            #expect(try await server.send("GET", "\(logs)?level=loud").status == 400)
            let other = try await server.workflow().path
            #expect(try await server.send("GET", "\(other)/deployments/\(deployment)/logs").status == 404)
            #expect(try await server.send("POST", "\(path)/takedown", body).status == 200)
            #expect(try await server.send("GET", logs).json["data"] == [])
        }
    }

    @Test("A provider without the capability is named")
    func unsupported() async throws {
        try await Server.with(contributions: FakeContributions(without: [.serviceLogs])) { server in
            let path = try await server.workflow().path
            let body: JSONValue = ["connectionId": try await server.connection()]
            let deployment = try await server.send("POST", "\(path)/deploy", body).json["id"]?.string ?? ""
            let answer = try await server.send("GET", "\(path)/deployments/\(deployment)/logs")
            #expect(answer.status == 400 && answer.json["code"] == "provider.unsupported", "\(answer.text)")
        }
    }
}
