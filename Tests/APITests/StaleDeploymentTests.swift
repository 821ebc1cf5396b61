import JSON
import PlatformFixtures
import PluginMessages
import Testing

@testable import API
@testable import Platform

@Suite("Deployments with old values of variables", .timeLimit(.minutes(10)))
struct StaleDeploymentTests {
    @Test("A workflow names its deployments that have an old value, and the variable, never a value")
    func stale() async throws {
        try await Server.with { server in
            // What its provider does not update stays.
            server.installation.provider.behave { $0.keepsSecrets = true }
            let (path, _) = try await server.workflow()
            let target: JSONValue = ["connectionId": try await server.connection()]
            func set(_ own: [JSONValue]) async throws {
                #expect(try await server.send("PATCH", path, ["envVars": .array(own)]).status == 200)
            }
            func stale() async throws -> [JSONValue] {
                let text = try await server.send("GET", path).text
                #expect(!text.contains("hunter"))
                return try JSONValue(parsing: text)["staleDeployments"]?.array ?? [.null]
            }
            func secret(_ value: String) -> JSONValue { ["name": "TOKEN", "value": .string(value), "isSecret": true] }
            let global = try await server.send(
                "POST", "/api/env-vars", ["name": "SHARED", "value": "hunter1", "isSecret": true])
            let shared = "/api/env-vars/\(global.json["id"]?.string ?? "")"
            try await set([secret("hunter2"), ["name": "GONE", "value": "x", "isSecret": false]])
            #expect(try await stale().isEmpty)
            let first = try await server.send("POST", "\(path)/deploy", target).json
            #expect(try await stale().isEmpty)

            // Another variable is no old value; neither is one that is set to what it was.
            _ = try await server.send("POST", "/api/env-vars", ["name": "NEW", "value": "1", "isSecret": false])
            #expect(try await server.send("PATCH", shared, ["value": "hunter1"]).status == 200)
            #expect(try await stale().isEmpty)
            #expect(try await server.send("PATCH", shared, ["value": "hunter3"]).status == 200)
            try await set([secret("hunter4")])
            let old = try #require(try await stale().first)
            #expect(old["deploymentId"] == first["id"] && old["status"] == "active")
            let changed: JSONValue = [
                ["name": "GONE", "change": "removed"], ["name": "SHARED", "change": "changed"],
                ["name": "TOKEN", "change": "changed"],
            ]
            #expect(old["variables"] == changed)

            // A run that goes on keeps the old deployment in the list; its end takes it out.
            let run = try await server.send("POST", "\(path)/trigger", target).json["id"]?.string ?? ""
            #expect(try await server.send("POST", "\(path)/deploy", target).status == 201)
            let superseded = try await stale()
            #expect(superseded.map { $0["deploymentId"] } == [first["id"]])
            #expect(superseded.first?["status"] == "superseded")
            server.installation.provider.behave { $0.runState = .running }
            #expect(try await server.send("POST", "\(path)/runs/\(run)/terminate").status == 200)
            #expect(try await stale().isEmpty)
        }
    }
}
