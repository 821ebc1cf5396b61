import JSON
import PlatformFixtures
import PluginMessages
import Storage
import Testing

@testable import API
@testable import Platform

// What a test run needs, and what bounds it.
extension TestRunTests {
    @Test("A connection is needed that runs tests: the only one, the one it is deployed to, or the one that is named")
    func connections() async throws {
        try await Server.with { server in
            let path = try await server.workflow().path
            let first = try await server.connection()
            let elsewhere = try await server.send(
                "POST", "/api/connections", ["provider": "elsewhere", "credentials": ["apiToken": "t"]]
            ).json["id"]
            let wrong = try await server.send("POST", "\(path)/test", ["connectionId": elsewhere ?? .null])
            #expect(wrong.status == 409 && wrong.json["code"] == "test.connection", "\(wrong.text)")
            let second =
                try await server.send(
                    "POST", "/api/connections", ["provider": "here", "name": "Second", "credentials": [:]]
                ).json["id"] ?? .null
            let unclear = try await server.send("POST", "\(path)/test")
            #expect(unclear.status == 409 && unclear.json["code"] == "test.connection")
            #expect(unclear.text.contains("Second"), "\(unclear.text)")
            #expect(
                try await server.send("POST", "\(path)/test", ["connectionId": first]).json["connectionId"] == first)
            #expect(try await server.send("POST", "\(path)/deploy", ["connectionId": second]).status == 201)
            #expect(try await server.send("POST", "\(path)/test").json["connectionId"] == second)
            #expect(
                try await server.send("POST", "\(path)/test", ["connectionId": "nothing"]).json["code"]
                    == "connection.notFound")
            // A test does not keep its connection; what it left there is removed first.
            let id = first.string ?? ""
            #expect(try await server.send("DELETE", "/api/connections/\(id)").status == 204)
            #expect(try await server.send("GET", "/api/runs?test=true").json["data"]?.array?.count == 1)
            #expect(server.installation.provider.calls.contains { $0.method == "provider.takedown" })
        }
    }

    @Test("Variables that are missing, a deploy that fails and a function are refused, and nothing is left")
    func refusals() async throws {
        try await Server.with { server in
            let path = try await server.workflow().path
            server.installation.provider.behave { $0.requiredEnvironment = ["TOKEN"] }
            let missing = try await server.send("POST", "\(path)/test")
            #expect(missing.status == 400 && missing.json["code"] == "deploy.missingEnvironment", "\(missing.text)")
            server.installation.provider.behave { behavior in
                behavior.requiredEnvironment = []
                behavior.deployFailure = PluginFailure(code: "here.module", message: "The module does not load.")
            }
            let failed = try await server.send("POST", "\(path)/test")
            #expect(failed.json["code"] == "here.module", "\(failed.text)")
            server.installation.provider.behave { $0.deployFailure = nil }
            let function = try await server.send("POST", "/api/workflows", ["name": "F", "kind": "script"])
            let refused = try await server.send(
                "POST", "/api/workflows/\(function.json["id"]?.string ?? "")/test",
                ["document": Installation.functionDocument()])
            #expect(refused.status == 400 && refused.json["code"] == "workflow.functionHasNoRuns", "\(refused.text)")
            #expect(try await count("runs", server) == 0)
            #expect(try await count("deployments", server) == 0)
        }
    }

    @Test("Under an Idempotency-Key one run is started; and so many at once as are allowed")
    func limits() async throws {
        try await Server.with { server in
            let path = try await server.workflow().path
            var once: [JSONValue?] = []
            for _ in 0..<2 {
                once.append(
                    try await server.send("POST", "\(path)/test", headers: ["idempotency-key": "k"]).json["id"])
            }
            #expect(once[0] == once[1] && once[0] != nil)
            for _ in 1..<TestRuns.mostUnended {
                #expect(try await server.send("POST", "\(path)/test").status == 201)
            }
            let many = try await server.send("POST", "\(path)/test")
            #expect(many.status == 409 && many.json["code"] == "test.tooMany", "\(many.text)")
            end(server)
            #expect(try await server.send("GET", "\(path)/runs/\(once[0]?.string ?? "")").json["status"] == "complete")
            #expect(try await server.send("POST", "\(path)/test").status == 201)
        }
    }

    @Test("Keys need the scope of deploys")
    func scopes() async throws {
        try await Server.with { server in
            let path = try await server.workflow().path
            for scopes in [[.read], [.read, .write]] as [Set<Scope>] {
                let answer = try await server.send("POST", "\(path)/test", key: server.key(scopes))
                #expect(answer.status == 403 && answer.json["code"] == "auth.scope")
            }
            #expect(try await server.send("POST", "\(path)/test", key: server.key([.read, .deploy])).status == 201)
        }
    }

    @Test("A test goes an hour after its end, one that never ends after a day, and both with their workflow")
    func removal() async throws {
        try await Server.with { server in
            let path = try await server.workflow().path
            let platform = server.installation.platform
            func start() async throws -> String {
                try await server.send("POST", "\(path)/test").json["id"]?.string ?? ""
            }
            let (ended, waiting) = (try await start(), try await start())
            end(server, as: .complete)
            #expect(try await server.send("GET", "\(path)/runs/\(ended)").json["status"] == "complete")
            end(server, as: .waiting)
            await platform.retention.apply(at: .now.adding(milliseconds: Self.hour / 2))
            #expect(try await count("runs", server) == 2)
            await platform.retention.apply(at: .now.adding(milliseconds: Self.hour * 2))
            #expect(try await server.send("GET", "\(path)/runs/\(ended)").status == 404)
            #expect(try await server.send("GET", "\(path)/runs/\(waiting)").json["status"] == "waiting")
            #expect(try await count("deployments", server) == 1)
            await platform.retention.apply(at: .now.adding(milliseconds: Self.hour * 25))
            #expect(try await count("runs", server) == 0)
            #expect(try await count("deployments", server) == 0)
            let calls = server.installation.provider.calls.map(\.method)
            #expect(calls.count { $0 == "provider.takedown" } == 2 && calls.count { $0 == "provider.deleteRuns" } == 2)
            _ = try await start()
            #expect(try await server.send("DELETE", path).status == 204)
            #expect(server.installation.provider.calls.count { $0.method == "provider.takedown" } == 3)
        }
    }

    @Test("A test that ran for long is kept for an hour after its end, too")
    func longTest() async throws {
        try await Server.with { server in
            let path = try await server.workflow().path
            let platform = server.installation.platform
            let run = try await server.send("POST", "\(path)/test").json["id"]?.string ?? ""
            try await server.installation.storage.transaction { database in
                for table in ["deployments", "runs"] {
                    try database.execute(
                        "UPDATE \(table) SET created_at = $1", [Timestamp.now.adding(milliseconds: -2 * Self.hour)])
                }
            }
            end(server)
            #expect(try await server.send("GET", "\(path)/runs/\(run)").json["status"] == "complete")
            await platform.retention.apply(at: .now.adding(milliseconds: Self.hour / 2))
            #expect(try await count("runs", server) == 1)
            await platform.retention.apply(at: .now.adding(milliseconds: Self.hour * 2))
            #expect(try await count("runs", server) == 0)
        }
    }
}
