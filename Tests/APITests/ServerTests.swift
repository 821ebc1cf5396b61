import JSON
import PlatformFixtures
import Storage
import Testing

@testable import API
@testable import Platform

@Suite(.timeLimit(.minutes(10))) struct ServerTests {
    /// Every endpoint, with the scope it needs.
    private static let rows: [(method: String, path: String, scope: Scope)] = [
        ("GET", "/api/workflows", .read), ("POST", "/api/workflows", .write), ("GET", "/api/workflows/x", .read),
        ("PATCH", "/api/workflows/x", .write), ("DELETE", "/api/workflows/x", .write),
        ("GET", "/api/workflows/x/versions", .read), ("POST", "/api/workflows/x/versions", .write),
        ("GET", "/api/workflows/x/versions/y", .read), ("GET", "/api/connections", .read),
        ("POST", "/api/connections", .write), ("POST", "/api/connections/verify-token", .write),
        ("GET", "/api/deployments", .read), ("GET", "/api/workflows/x/deployments", .read),
        ("POST", "/api/workflows/x/deploy", .deploy), ("POST", "/api/workflows/x/deploy-stream", .deploy),
        ("POST", "/api/workflows/x/takedown", .deploy), ("POST", "/api/workflows/x/trigger", .deploy),
        ("GET", "/api/runs", .read), ("GET", "/api/workflows/x/runs", .read), ("GET", "/api/workflows/x/runs/y", .read),
        ("GET", "/api/nodes", .read), ("GET", "/api/nodes/step", .read),
    ]

    @Test("Every endpoint needs a known key with its scope, and says which is missing")
    func authentication() async throws {
        try await Server.with { server in
            let all: [Scope: String] = [
                .read: try await server.key([.read]), .write: try await server.key([.read, .write]),
                .deploy: try await server.key([.read, .deploy]),
            ]
            for row in Self.rows {
                let body = row.method == "GET" ? nil : "{}"
                for (key, code) in [("", "auth.missing"), (APIKeyText.random().text, "auth.unknown")] {
                    let answer = try await server.send(row.method, row.path, body, key: key)
                    #expect(answer.status == 401, "\(row)")
                    #expect(answer.json["code"]?.string == code)
                    #expect(answer.headers["www-authenticate"] == "Bearer")
                }
                for (scope, key) in all where row.scope != .read && scope != row.scope {
                    let answer = try await server.send(row.method, row.path, body, key: key)
                    #expect(answer.status == 403, "\(row)")
                    #expect(answer.json["error"]?.string?.contains("\"\(row.scope.rawValue)\"") == true)
                }
                let answer = try await server.send(row.method, row.path, body, key: all[row.scope])
                #expect(![401, 403, 405, 500].contains(answer.status), "\(row)")
            }
        }
    }

    @Test("What is not there is 404, by whatever path")
    func unknown() async throws {
        try await Server.with { server in
            let (path, _) = try await server.workflow()
            let connection = try await server.connection()
            let body: JSONValue = ["connectionId": connection, "ir": Installation.document()]
            for row in Self.rows where row.path.contains("/x") {
                let answer = try await server.send(row.method, row.path, row.method == "GET" ? nil : body.text)
                #expect(answer.status == 404, "\(row)")
                #expect(answer.json["code"] == "workflow.notFound")
            }
            for missing in ["\(path)/versions/y", "\(path)/runs/y", "/api/nodes/y", "/api/nothing", "/", "/api"] {
                let answer = try await server.send("GET", missing)
                #expect(answer.status == 404, "\(missing)")
                #expect(answer.headers["content-type"] == "application/problem+json")
            }
        }
    }

    @Test("Who asks for what is not there is told where that is listed")
    func lists() async throws {
        try await Server.with { server in
            let (path, _) = try await server.workflow()
            let owner = try await Person.owner(of: server)
            for (method, missing) in [
                ("GET", "workflows/x"), ("GET", "\(path)/versions/x"), ("GET", "\(path)/runs/x"),
                ("GET", "\(path)/deployments/x/events"), ("DELETE", "connections/x"), ("DELETE", "env-vars/x"),
                ("DELETE", "projects/x"), ("GET", "nodes/x"), ("POST", "plugins/x/restart"), ("DELETE", "members/x"),
                ("DELETE", "invitations/x"), ("DELETE", "api-keys/x"), ("GET", "workflows?organizationId=x"),
                ("GET", "workflows?projectId=x"),
            ] {
                let answer = try await owner.send(method, missing.hasPrefix("/") ? missing : "/api/\(missing)")
                #expect(answer.status == 404, "\(missing)")
                let words = answer.json["error"]?.string?.split(separator: " ") ?? []
                let list = words.first { $0.hasPrefix("/api/") }.map(String.init) ?? "/none"
                let listed = list.replacing("/api/workflows/:id", with: path)
                #expect(try await owner.send("GET", listed).status == 200, "\(missing): \(words)")
            }
        }
    }

    @Test("What belongs to another organization is not there")
    func otherOrganization() async throws {
        try await Server.with { server in
            let (path, version) = try await server.workflow()
            let connection = try await server.connection()
            _ = try await server.send("POST", "\(path)/deploy", ["connectionId": connection])
            let stranger = try await server.installation.stranger(server.owner)
            let key = try await server.installation.platform.keys.create(
                stranger, name: "Stranger", scopes: Set(Scope.allCases)
            ).text
            let body: JSONValue = ["connectionId": connection, "ir": Installation.document()]
            for row in Self.rows where row.path.contains("/x") {
                let there = path + row.path.dropFirst("/api/workflows/x".count).replacing("/y", with: "/\(version)")
                let answer = try await server.send(row.method, there, row.method == "GET" ? nil : body.text, key: key)
                #expect(answer.status == 404, "\(row)")
            }
            for list in ["workflows", "connections", "deployments", "runs"] {
                #expect(try await server.send("GET", "/api/\(list)", key: key).json["data"] == [])
            }
            let own = try await server.send("POST", "/api/workflows", ["name": "Own"], key: key).json["id"]?.string
            let taken = try await server.send(
                "POST", "/api/workflows/\(own ?? "")/trigger", ["connectionId": connection], key: key)
            #expect(taken.json["code"] == "connection.notFound")
        }
    }

    @Test("A known path by another method says what it takes")
    func method() async throws {
        try await Server.with { server in
            let answer = try await server.send("PUT", "/api/workflows/x")
            #expect(answer.status == 405)
            #expect(answer.headers["allow"]?.split(separator: ", ").sorted() == ["DELETE", "GET", "HEAD", "PATCH"])
            #expect(answer.json["code"] == "route.method")
            for (path, methods) in [
                ("/api/workflows/x", ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH"]),
                ("/api/workflows/x/deploy", ["OPTIONS", "POST"]), ("/docs", ["GET", "HEAD", "OPTIONS"]),
                ("/api/resources/boxes/a/query", ["OPTIONS", "POST"]),
            ] {
                let asked = try await server.send("OPTIONS", path, key: "")
                #expect(asked.status == 204 && asked.text.isEmpty, "\(path)")
                #expect(asked.headers["allow"]?.split(separator: ", ").map(String.init).sorted() == methods)
            }
            #expect(try await server.send("OPTIONS", "/api/nothing", key: "").status == 404)
        }
    }

    @Test("A body that is too large is refused")
    func bodyLimit() async throws {
        try await Server.with { server in
            let name = String(repeating: "x", count: (1 << 20) + 1)
            let answer = try await server.send("POST", "/api/workflows", ["name": .string(name)])
            #expect(answer.status == 413)
            #expect(answer.json["code"] == "request.tooLarge")
        }
    }

    @Test("Health needs no key, and every answer has an id and says what browsers are to know")
    func health() async throws {
        try await Server.with { server in
            let answer = try await server.send("GET", "/api/health", key: "", headers: ["x-request-id": "my-id.1"])
            #expect(answer.status == 200)
            #expect(answer.json["status"] == "ok")
            #expect(answer.headers["x-request-id"] == "my-id.1")
            #expect(answer.headers["x-content-type-options"] == "nosniff")
            #expect(answer.headers["cache-control"] == "no-store")
            let refused = try await server.send("GET", "/api/nothing", headers: ["x-request-id": "no good id"])
            #expect(refused.headers["x-request-id"] != "no good id")
            #expect(refused.json["requestId"]?.string == refused.headers["x-request-id"])
            #expect(refused.json["instance"] == "/api/nothing")
            #expect(refused.json["error"] == refused.json["detail"])
        }
    }

    @Test("Nodes are listed with the compiler's own, and read one by one")
    func nodes() async throws {
        try await Server.with { server in
            let list = try await server.send("GET", "/api/nodes").json["data"]?.array ?? []
            #expect(list.contains { $0["id"] == "http_request" && $0["configSchema"]?["url"] != nil })
            #expect(try await server.send("GET", "/api/nodes/step").json["name"] == "Step")
        }
    }
}
