import JSON
import PlatformFixtures
import PluginMessages
import Testing

@testable import Platform

@Suite(.timeLimit(.minutes(10))) struct ListFilterTests {
    @Test("Workflows are found by status, kind and part of the name, a page at a time")
    func workflows() async throws {
        try await Server.with { server in
            for name in ["Night shift", "100% night", "Day_shift", "Dayshift"] {
                _ = try await server.send("POST", "/api/workflows", ["name": .string(name)])
            }
            _ = try await server.send("POST", "/api/workflows", ["name": "Night function", "kind": "script"])
            let (path, _) = try await server.workflow()
            let connection = try await server.connection()
            #expect(try await server.send("POST", "\(path)/deploy", ["connectionId": connection]).status == 201)
            let rows = [
                ("q=night", ["Night function", "100% night", "Night shift"]),
                ("q=NIGHT&kind=script", ["Night function"]),
                ("q=%25", ["100% night"]), ("q=y_s", ["Day_shift"]), ("status=deployed", ["Test"]),
                ("status=draft&q=day", ["Dayshift", "Day_shift"]), ("q=nothing", []),
            ]
            for (query, names) in rows {
                let list = try await server.send("GET", "/api/workflows?\(query)").json
                #expect(list["data"]?.array?.compactMap { $0["name"]?.string } == names, "\(query)")
                #expect(list["nextCursor"] == .null)
            }
            let first = try await server.send("GET", "/api/workflows?q=night&limit=2").json
            let cursor = first["nextCursor"]?.string ?? ""
            let second = try await server.send("GET", "/api/workflows?q=night&limit=2&cursor=\(cursor)").json
            #expect(second["data"]?.array?.compactMap { $0["name"]?.string } == ["Night shift"])
            #expect(second["nextCursor"] == .null)
        }
    }

    @Test(
        "A text that no name can have is refused where a list is searched for it, before the database is",
        arguments: [
            "workflows", "runs", "connections", "credentials", "env-vars", "webhooks", "projects", "api-keys",
            "PATH/runs", "RUN/logs",
        ])
    func longText(list: String) async throws {
        try await Server.with { server in
            let owner = try await Person.owner(of: server)
            let (workflow, _) = try await server.workflow()
            let body: JSONValue = ["connectionId": try await server.connection()]
            #expect(try await server.send("POST", "\(workflow)/deploy", body).status == 201)
            let run = try await server.send("POST", "\(workflow)/trigger", body).json["id"]?.string ?? ""
            let path =
                list.hasPrefix("PATH") || list.hasPrefix("RUN")
                ? list.replacing("PATH", with: workflow).replacing("RUN", with: "\(workflow)/runs/\(run)")
                : "/api/\(list)"
            let longest = FieldLimits.search.upperBound
            // Of several bytes each once their case is folded, and escaped.
            for letter in ["a", "!", "%CE%90"] {
                let fits = try await owner.send("GET", "\(path)?q=\(String(repeating: letter, count: longest))")
                #expect(fits.status == 200 && fits.json["data"] == [], "\(letter): \(fits.text)")
            }
            for count in [longest + 1, 55_000] {
                let refused = try await owner.send("GET", "\(path)?q=\(String(repeating: "a", count: count))")
                #expect(refused.status == 400 && refused.json["code"] == "request.invalid", "\(refused.text)")
                #expect(refused.json["details"]?.array?.first?["pointer"] == "/q")
            }
        }
    }

    @Test("A status that is repeated counts once")
    func repeated() async throws {
        try await Server.with { server in
            let (path, _) = try await server.workflow()
            let body: JSONValue = ["connectionId": try await server.connection()]
            #expect(try await server.send("POST", "\(path)/deploy", body).status == 201)
            let words = String(repeating: "active,", count: 5_000) + "active"
            for list in ["/api/deployments", "\(path)/deployments"] {
                let found = try await server.send("GET", "\(list)?status=\(words)")
                #expect(found.json["data"]?.array?.count == 1, "\(found.text.prefix(300))")
            }
            let statuses = (0..<5_000).map { JSONValue.string($0.isMultiple(of: 2) ? "running" : "waiting") }
            let job = try await server.send(
                "POST", "/api/runs/jobs", ["action": "pause", "filter": ["status": .array(statuses)]])
            #expect(job.status == 202 && job.json["filter"] == ["status": ["running", "waiting"]], "\(job.text)")
        }
    }

    @Test("Every list is sorted by time in both directions, and limited to a span of it")
    func times() async throws {
        try await Server.with { server in
            for name in ["One", "Two", "Three", "Four"] {
                _ = try await server.send("POST", "/api/workflows", ["name": .string(name)])
                try await Task.sleep(for: .milliseconds(5))
            }
            func names(_ query: String) async throws -> [String] {
                let list = try await server.send(
                    "GET", "/api/workflows?\(query)", headers: ["prefer": "handling=strict"])
                #expect(list.status == 200, "\(list.text)")
                return list.json["data"]?.array?.compactMap { $0["name"]?.string } ?? []
            }
            #expect(try await names("sort=createdAt") == ["One", "Two", "Three", "Four"])
            #expect(try await names("sort=-createdAt&q=o") == ["Four", "Two", "One"])
            let first = try await server.send("GET", "/api/workflows?sort=createdAt&limit=3").json
            let cursor = first["nextCursor"]?.string ?? ""
            #expect(try await names("sort=createdAt&limit=3&cursor=\(cursor)") == ["Four"])
            let all = try await server.send("GET", "/api/workflows?sort=createdAt").json["data"]?.array ?? []
            let (second, fourth) = (all[1]["createdAt"]?.string ?? "", all[3]["createdAt"]?.string ?? "")
            #expect(try await names("createdAfter=\(second)&createdBefore=\(fourth)") == ["Three", "Two"])
            for list in ["runs", "deployments", "connections", "projects", "env-vars", "runs/jobs"] {
                let later = try await server.send("GET", "/api/\(list)?createdAfter=2999-01-01T00:00:00Z")
                #expect(later.json["data"] == [], "\(list)")
                #expect(try await server.send("GET", "/api/\(list)?sort=name").status == 400, "\(list)")
                #expect(try await server.send("GET", "/api/\(list)?createdBefore=yesterday").status == 400, "\(list)")
            }
        }
    }

    @Test("Runs are found by a part of their id, input and error, in either case, with no pattern in it")
    func texts() async throws {
        try await Server.with { server in
            let path = try await server.workflow().path
            let connection = try await server.connection()
            #expect(try await server.send("POST", "\(path)/deploy", ["connectionId": connection]).status == 201)
            var ids: [String] = []
            for order in ["A-1042", "a_1043", "B-2000"] {
                let body: JSONValue = ["connectionId": connection, "params": ["order": .string(order)]]
                ids.append(try await server.send("POST", "\(path)/trigger", body).json["id"]?.string ?? "")
            }
            server.installation.provider.behave { behavior in
                behavior.runState = .errored
                behavior.runError = RunFailure(name: "Error", message: "The Bank said no")
            }
            #expect(try await server.send("GET", "\(path)/runs/\(ids[2])").json["status"] == "errored")
            let rows = [
                ("a-10", [ids[0]]), ("A_1", [ids[1]]), ("1042", [ids[0]]), ("bank", [ids[2]]), ("%25", []),
                (String(ids[1].prefix(36)), [ids[1]]), ("order", ids.reversed()), ("nothing", []),
            ]
            for (text, expected) in rows {
                for list in ["/api/runs", "\(path)/runs"] {
                    let found = try await server.send("GET", "\(list)?q=\(text)").json["data"]?.array ?? []
                    #expect(found.compactMap { $0["id"]?.string } == expected, "\(list) \(text)")
                }
            }
            let both = try await server.send("GET", "/api/runs?q=order&status=errored&test=false").json["data"]
            #expect(both?.array?.count == 1)
            #expect(try await server.send("GET", "/api/runs?q=order&test=true").json["data"] == [])
        }
    }

    @Test("Runs and deployments are found by several statuses, workflow, version and connection")
    func members() async throws {
        try await Server.with { server in
            let (path, version) = try await server.workflow()
            let (other, _) = try await server.workflow()
            let connection = try await server.connection()
            let body: JSONValue = ["connectionId": connection]
            for path in [path, other] {
                #expect(try await server.send("POST", "\(path)/deploy", body).status == 201)
                #expect(try await server.send("POST", "\(path)/trigger", body).status == 201)
            }
            let workflow = path.split(separator: "/").last ?? ""
            func count(_ query: String) async throws -> Int? {
                try await server.send("GET", "/api/\(query)").json["data"]?.array?.count
            }
            for list in ["runs", "deployments"] {
                #expect(try await count("\(list)?workflowId=\(workflow)") == 1, "\(list)")
                #expect(try await count("\(list)?versionId=\(version)") == 1, "\(list)")
                #expect(try await count("\(list)?connectionId=\(connection.string ?? "")") == 2, "\(list)")
                #expect(try await count("\(list)?connectionId=none") == 0, "\(list)")
            }
            #expect(try await count("runs?status=queued,errored") == 2)
            #expect(try await count("runs?status=errored&status=queued") == 2)
            #expect(try await count("runs?status=errored,terminated") == 0)
            #expect(try await server.send("GET", "/api/runs?status=queued,gone").status == 400)
        }
    }

    @Test("Runs and deployments are found by status")
    func statuses() async throws {
        try await Server.with { server in
            let (path, _) = try await server.workflow()
            let body: JSONValue = ["connectionId": try await server.connection()]
            for _ in 0..<2 { #expect(try await server.send("POST", "\(path)/deploy", body).status == 201) }
            #expect(try await server.send("POST", "\(path)/trigger", body).status == 201)
            for list in ["/api/deployments", "\(path)/deployments"] {
                for (status, count) in [("active", 1), ("superseded", 1), ("failed", 0)] {
                    let found = try await server.send("GET", "\(list)?status=\(status)").json["data"]?.array
                    #expect(found?.count == count, "\(list) \(status)")
                }
            }
            for list in ["/api/runs", "\(path)/runs"] {
                #expect(try await server.send("GET", "\(list)?status=queued").json["data"]?.array?.count == 1)
                #expect(try await server.send("GET", "\(list)?status=errored").json["data"] == [])
            }
        }
    }

    @Test(
        "A word that is none is refused with those that are",
        arguments: ["workflows?status=gone", "workflows?kind=x", "runs?status=x", "deployments?status=x"])
    func refused(list: String) async throws {
        try await Server.with { server in
            let answer = try await server.send("GET", "/api/\(list)")
            #expect(answer.status == 400)
            #expect(answer.json["details"]?.array?.first?["code"] == "field.option")
        }
    }

    @Test("The difference of two versions names nodes, edges and members")
    func diff() async throws {
        try await Server.with { server in
            let (path, first) = try await server.workflow()
            var document = Installation.document(code: "return 2;").object ?? [:]
            var added = document["nodes"]?.array?.first?.object ?? [:]
            added["id"] = "second"
            document["nodes"] = .array((document["nodes"]?.array ?? []) + [.object(added)])
            document["edges"] = [["id": "e", "source": "first", "target": "second"]]
            document["x-unknown"] = 2
            let made = try await server.send("POST", "\(path)/versions", ["ir": .object(document)])
            let second = made.json["id"]?.string ?? ""
            let diff = try await server.send("GET", "\(path)/versions/\(first)/diff/\(second)")
            #expect(
                diff.json == [
                    "nodes": [
                        "added": ["second"], "removed": [], "changed": [["id": "first", "members": ["data"]]],
                    ],
                    "edges": ["added": ["e"], "removed": [], "changed": []], "document": ["x-unknown"],
                ])
            let back = try await server.send("GET", "\(path)/versions/\(second)/diff/\(first)")
            #expect(back.json["nodes"]?["removed"] == ["second"])
            #expect(try await server.send("GET", "\(path)/versions/\(first)/diff/none").status == 404)
        }
    }
}
