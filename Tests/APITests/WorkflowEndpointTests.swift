import JSON
import PlatformFixtures
import Storage
import Testing

@Suite(.timeLimit(.minutes(10))) struct WorkflowEndpointTests {
    @Test("A workflow is made, read, listed, changed and deleted")
    func lifecycle() async throws {
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

    @Test("Lists show where each workflow is deployed, when its schedule is next due and how its last run went")
    func standing() async throws {
        try await Server.with { server in
            let connection: JSONValue = ["connectionId": try await server.connection()]
            var scheduled = Installation.document().object ?? [:]
            scheduled["trigger"] = ["type": "cron", "expression": "30 4 1 1 *"]
            let (path, _) = try await server.workflow()
            let (other, _) = try await server.workflow()
            #expect(try await server.send("POST", "\(path)/versions", ["ir": .object(scheduled)]).status == 201)
            func shown(_ path: String) async throws -> JSONValue {
                let listed = try await server.send("GET", "/api/workflows").json["data"]?.array?.first {
                    path.hasSuffix($0["id"]?.string ?? "none")
                }
                let one = try await server.send("GET", path).json
                for member in ["url", "urls", "nextRunAt", "lastRun", "draft"] {
                    #expect(listed?[member] == one[member], "\(member)")
                }
                return one
            }
            let before = try await shown(path)
            #expect(before["url"] == .null && before["urls"] == [] && before["nextRunAt"] == .null)
            #expect(before["lastRun"] == .null)
            for path in [path, other] {
                #expect(try await server.send("POST", "\(path)/deploy", connection).status == 201)
            }
            let runs = try await [path, other, path].asyncMap { path in
                try await server.send("POST", "\(path)/trigger", connection).json["id"]
            }
            let deployed = try await shown(path)
            #expect(deployed["url"] == "http://localhost/here" && deployed["urls"] == ["http://localhost/here"])
            let next = try #require(deployed["nextRunAt"]?.string)
            #expect(next.hasSuffix("-01-01T04:30:00.000Z") && next > Timestamp.now.iso8601)
            #expect(deployed["lastRun"]?["id"] == runs[2] && deployed["lastRun"]?["status"] == "queued")
            let unscheduled = try await shown(other)
            #expect(unscheduled["nextRunAt"] == .null && unscheduled["lastRun"]?["id"] == runs[1])
            #expect(try await server.send("POST", "\(path)/takedown", connection).status == 200)
            let down = try await shown(path)
            #expect(down["url"] == .null && down["nextRunAt"] == .null && down["lastRun"]?["id"] == runs[2])
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
