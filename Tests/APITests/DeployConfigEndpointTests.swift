import JSON
import PlatformFixtures
import Testing

@Suite("How workflows are deployed to connections, over HTTP", .timeLimit(.minutes(10)))
struct DeployConfigEndpointTests {
    @Test("The workflow's configuration counts, the connection's wins, and the provider's default is the rest")
    func levels() async throws {
        try await Server.with { server in
            let (path, _) = try await server.workflow()
            let connection = try await server.connection()
            let config = "\(path)/deploy-config/\(connection.string ?? "")"
            func effective() async throws -> JSONValue? { try await server.send("GET", config).json["effective"] }
            #expect(try await effective() == ["copies": 1])
            let address: JSONValue = ["pattern": "api.example.com/my-workflow/*", "zoneName": "example.com"]
            // Members for other providers are kept, and are nothing to this one.
            let shared: JSONValue = ["address": address, "copies": 2, "other": true]
            let patched = try await server.send("PATCH", path, ["deployConfig": shared])
            #expect(patched.json["deployConfig"] == shared)
            #expect(try await effective() == ["address": address, "copies": 2])
            let set = try await server.send("PUT", config, ["copies": 3])
            #expect(set.status == 200)
            #expect(set.json["config"] == ["copies": 3])
            #expect(set.json["schema"]?["copies"]?["default"] == 1)
            #expect(try await effective() == ["address": address, "copies": 3])

            _ = try await server.send("POST", "\(path)/deploy", ["connectionId": connection])
            let deploy = server.installation.provider.calls.last { $0.method == "provider.deploy" }
            #expect(deploy?.request["config"] == ["address": address, "copies": 3])

            #expect(try await server.send("DELETE", config).status == 204)
            #expect(try await effective() == ["address": address, "copies": 2])
        }
    }

    @Test("What the provider's schema does not take is refused, when it is set and when it is deployed")
    func refused() async throws {
        try await Server.with { server in
            let (path, _) = try await server.workflow()
            let connection = try await server.connection()
            let config = "\(path)/deploy-config/\(connection.string ?? "")"
            let answer = try await server.send("PUT", config, ["copies": 10, "unknown": 1])
            #expect(answer.status == 400)
            #expect(answer.json["details"]?.array?.map { $0["pointer"] } == ["/copies", "/unknown"])
            let patched = try await server.send("PATCH", path, ["deployConfig": ["copies": "many", "other": 1]])
            #expect(patched.status == 400)
            #expect(patched.json["details"]?.array?.map { $0["pointer"] } == ["/deployConfig/copies"])
            // What no provider knows is a warning: a plugin that does may come.
            let unknown = try await server.send("PATCH", path, ["deployConfig": ["copies": 2, "other": 1]])
            #expect(unknown.status == 200 && unknown.json["warnings"]?.array?.count == 1)
            #expect(try await server.send("POST", "\(path)/deploy", ["connectionId": connection]).status == 201)
            #expect(try await server.send("GET", "\(path)/deploy-config/unknown").status == 404)
        }
    }

    @Test("A preview tells what a deploy would do, and makes no deployment")
    func preview() async throws {
        try await Server.with { server in
            let (path, _) = try await server.workflow()
            let answer = try await server.send(
                "POST", "\(path)/deploy-preview", ["connectionId": try await server.connection()])
            #expect(answer.status == 200)
            #expect(answer.json["changes"] == ["deploy nowhere"])
            #expect(answer.json["details"] == ["config": ["copies": 1]])
            #expect(try await server.send("GET", "\(path)/deployments").json["data"] == [])
        }
    }

    @Test("Providers are listed with their forms")
    func providers() async throws {
        try await Server.with { server in
            let providers = try await server.send("GET", "/api/providers").json["data"]?.array ?? []
            #expect(providers.map { $0["id"] } == ["elsewhere", "here"])
            #expect(providers.first?["credentialSchema"]?["apiToken"]?["type"] == "secret")
            #expect(providers.last?["configSchema"]?["copies"]?["default"] == 1)
        }
    }
}
