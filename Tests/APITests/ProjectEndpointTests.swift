import JSON
import Testing

@Suite(.timeLimit(.minutes(10))) struct ProjectEndpointTests {
    @Test("A project is made, renamed, filled, emptied and deleted")
    func lifecycle() async throws {
        try await Server.with { server in
            let made = try await server.send("POST", "/api/projects", ["name": "Night  Shift #2", "description": "d"])
            #expect(made.status == 201)
            #expect(made.json["slug"] == "night-shift-2")
            let path = "/api/projects/\(made.json["id"]?.string ?? "")"
            let renamed = try await server.send("PATCH", path, ["name": "Day"])
            #expect(renamed.status == 200)
            #expect(renamed.json["name"] == "Day" && renamed.json["description"] == "d")
            let list = try await server.send("GET", "/api/projects").json["data"]?.array
            #expect(list?.map { $0["name"] } == ["Day", "My project"])

            let (workflow, _) = try await server.workflow()
            let moved = try await server.send(
                "PATCH", "\(workflow)/move", ["targetProjectId": made.json["id"] ?? .null])
            #expect(moved.json["projectId"] == made.json["id"])
            #expect(moved.json["warnings"] == [])
            #expect(try await server.send("GET", workflow).status == 404)
            let full = try await server.send("DELETE", path)
            #expect(full.status == 409)
            #expect(full.json["code"] == "project.notEmpty")

            let empty = try await server.send("POST", "/api/projects", ["name": "x", "slug": "own-slug"])
            #expect(empty.json["slug"] == "own-slug")
            let foreign = try await server.send("POST", "/api/projects", ["name": "日本"])
            #expect(foreign.json["slug"]?.string?.hasPrefix("project-") == true)
            let emptyPath = "/api/projects/\(empty.json["id"]?.string ?? "")"
            #expect(try await server.send("DELETE", emptyPath).status == 204)
            #expect(try await server.send("DELETE", emptyPath).status == 404)
        }
    }

    @Test(
        "Projects that cannot be are refused",
        arguments: [
            (["name": " "], 400, "request.invalid"),
            (["slug": "a"], 400, "request.invalid"),
            (["name": "a", "slug": "Not A Slug"], 400, "request.invalid"),
            (["name": "a", "slug": "a--b"], 400, "request.invalid"),
            (["name": "My project"], 409, "project.slugTaken"),
        ] as [(JSONValue, Int, String)])
    func refused(body: JSONValue, status: Int, code: String) async throws {
        try await Server.with { server in
            let answer = try await server.send("POST", "/api/projects", body)
            #expect(answer.status == status)
            #expect(answer.json["code"]?.string == code)
        }
    }

    @Test("A project that is named in place of its id is told with the id")
    func named() async throws {
        try await Server.with { server in
            let id = try await server.send("GET", "/api/projects").json["data"]?.array?.first?["id"]?.string ?? ""
            for path in ["/api/projects/my-projct", "/api/workflows?projectId=My%20Project"] {
                let answer = try await server.send("GET", path)
                #expect(answer.status == 404 && answer.json["code"] == "project.notFound")
                #expect(answer.text.contains("whose id is \(id)?"), "\(answer.text)")
            }
            let other = try await server.send("GET", "/api/projects/\(id.reversed().map(String.init).joined())").text
            #expect(!other.contains("Did you mean"), "\(other)")
        }
    }

    @Test("The last project stays")
    func last() async throws {
        try await Server.with { server in
            let project = try await server.send("GET", "/api/projects").json["data"]?.array?.first
            let answer = try await server.send("DELETE", "/api/projects/\(project?["id"]?.string ?? "")")
            #expect(answer.status == 409)
            #expect(answer.json["code"] == "project.last")
        }
    }

    @Test("A move tells which variables the workflow loses, and takes deployments and runs along")
    func move() async throws {
        try await Server.with { server in
            server.installation.provider.behave { $0.requiredEnvironment = ["LOST", "CHANGED", "KEPT"] }
            let here = try await server.send("GET", "/api/projects").json["data"]?.array?.first?["id"]?.string ?? ""
            let there = try await server.send("POST", "/api/projects", ["name": "There"]).json["id"]?.string ?? ""
            for (project, name) in [(here, "LOST"), (here, "CHANGED"), (there, "CHANGED")] {
                let path = "/api/env-vars?projectId=\(project)"
                #expect(try await server.send("POST", path, ["name": .string(name), "value": "v"]).status == 201)
            }
            #expect(try await server.send("POST", "/api/env-vars", ["name": "KEPT", "value": "v"]).status == 201)
            let (path, _) = try await server.workflow()
            let body: JSONValue = ["connectionId": try await server.connection()]
            #expect(try await server.send("POST", "\(path)/deploy", body).status == 201)
            #expect(try await server.send("POST", "\(path)/trigger", body).status == 201)

            let warnings =
                try await server.send("PATCH", "\(path)/move", ["targetProjectId": .string(there)])
                .json["warnings"]?.array?.compactMap(\.string) ?? []
            #expect(warnings.count == 3)
            #expect(warnings.first?.contains("LOST") == true && warnings.dropFirst().first?.contains("CHANGED") == true)
            for list in ["workflows", "deployments", "runs"] {
                #expect(try await server.send("GET", "/api/\(list)").json["data"] == [])
            }
            #expect(try await server.send("PATCH", "\(path)/move", ["targetProjectId": .string(here)]).status == 404)
        }
    }
}
