import JSON
import PlatformFixtures
import Testing

@Suite struct WorkflowEndpointTests {
    @Test("A workflow is made, read, listed, changed and deleted")
    func life() async throws {
        try await Server.with { server in
            let made = try await server.send("POST", "/api/workflows", ["name": "Orders", "description": "about"])
            #expect(made.status == 201)
            #expect(made.json["kind"] == "workflow")
            #expect(made.json["status"] == "draft")
            let moment = try Regex(#"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"#)
            #expect(made.json["createdAt"]?.string?.wholeMatch(of: moment) != nil)
            let path = "/api/workflows/\(made.json["id"]?.string ?? "")"
            #expect(try await server.send("GET", path).json == made.json)
            let list = try await server.send("GET", "/api/workflows")
            #expect(list.json["data"]?.array?.map { $0["name"] } == ["Orders"])
            #expect(list.json["nextCursor"] == .null)
            let change: JSONValue = [
                "name": "Renamed", "envVars": [["name": "KEY", "value": "secret value", "isSecret": true]],
                "deployConfig": ["route": ["pattern": "api.example.com/*"]],
            ]
            let changed = try await server.send("PATCH", path, change)
            #expect(changed.status == 200)
            #expect(changed.json["name"] == "Renamed")
            #expect(changed.json["description"] == "about")
            #expect(changed.json["envVars"] == [["name": "KEY", "value": "********", "isSecret": true]])
            #expect(!changed.text.contains("secret value"))
            #expect(try await server.send("DELETE", path).status == 204)
            #expect(try await server.send("GET", path).status == 404)
        }
    }

    @Test("A list goes on where its cursor says")
    func pages() async throws {
        try await Server.with { server in
            for index in 0..<5 { _ = try await server.send("POST", "/api/workflows", ["name": .string("\(index)")]) }
            var names: [JSONValue?] = []
            var path = "/api/workflows?limit=2"
            while true {
                let page = try await server.send("GET", path).json
                names += (page["data"]?.array ?? []).map { $0["name"] }
                guard let next = page["nextCursor"]?.string else { break }
                path = "/api/workflows?limit=2&cursor=\(next)"
            }
            #expect(names == ["4", "3", "2", "1", "0"])
        }
    }

    @Test("A function is made by its kind, which never changes")
    func function() async throws {
        try await Server.with { server in
            let made = try await server.send("POST", "/api/workflows", ["name": "F", "kind": "script"])
            #expect(made.json["kind"] == "script")
            let path = "/api/workflows/\(made.json["id"]?.string ?? "")"
            let changed = try await server.send("PATCH", path, ["kind": "workflow"])
            #expect(changed.status == 400)
            #expect(changed.json["details"]?.array?.first?["pointer"] == "/kind")
            let version = try await server.send("POST", "\(path)/versions", ["ir": Installation.functionDocument()])
            #expect(version.status == 201)
        }
    }

    @Test(
        "Bodies that cannot be are refused with the place",
        arguments: [
            (#"{"name": }"#, "request.json", nil), ("", "request.invalid", ""), ("[]", "request.invalid", ""),
            ("{}", "request.invalid", "/name"), (#"{"name": 7}"#, "request.invalid", "/name"),
            (#"{"name": "  "}"#, "request.invalid", "/name"),
            (#"{"name": "A", "kind": "queue"}"#, "request.invalid", "/kind"),
        ] as [(String, String, String?)])
    func malformed(body: String, code: String, pointer: String?) async throws {
        try await Server.with { server in
            let answer = try await server.send("POST", "/api/workflows", body)
            #expect(answer.status == 400)
            #expect(answer.json["code"] == .string(code))
            #expect(answer.json["details"]?.array?.first?["pointer"]?.string == pointer)
            if body.isEmpty { #expect(answer.json["error"]?.string?.contains("JSON object with name") == true) }
            if code == "request.json" { #expect(answer.json["detail"]?.string?.contains("line 1") == true) }
        }
    }

    @Test(
        "Pages that cannot be are refused",
        arguments: ["limit=0", "limit=101", "limit=many", "cursor=nonsense", "limit=0&cursor=x"])
    func malformedPage(query: String) async throws {
        try await Server.with { server in
            let answer = try await server.send("GET", "/api/workflows?\(query)")
            #expect(answer.status == 400)
        }
    }
}
