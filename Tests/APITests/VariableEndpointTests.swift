import JSON
import Testing

@Suite(.timeLimit(.minutes(10))) struct VariableEndpointTests {
    @Test("A secret is masked, kept by its mask, changed and deleted")
    func secret() async throws {
        try await Server.with { server in
            let made = try await server.send(
                "POST", "/api/env-vars", ["name": "A_TOKEN", "value": "hush-1", "isSecret": true])
            #expect(made.status == 201)
            #expect(made.json["value"] == "********" && made.json["projectId"] == .null)
            let path = "/api/env-vars/\(made.json["id"]?.string ?? "")"
            let renamed = try await server.send("PATCH", path, ["name": "B_TOKEN", "value": "********"])
            #expect(renamed.json["name"] == "B_TOKEN")
            #expect(try await deployed(by: server)["B_TOKEN"] == "hush-1")
            #expect(try await server.send("PATCH", path, ["value": "hush-2"]).status == 200)
            #expect(try await deployed(by: server)["B_TOKEN"] == "hush-2")

            let revealing = try await server.send("PATCH", path, ["isSecret": false])
            #expect(revealing.status == 400)
            // The mask keeps the value, so it must not make it readable either.
            let unmasking = try await server.send("PATCH", path, ["isSecret": false, "value": "********"])
            #expect(unmasking.status == 400 && !unmasking.text.contains("hush"))
            let plain = try await server.send("PATCH", path, ["isSecret": false, "value": "open"])
            #expect(plain.json["value"] == "open")
            // Nor is the mask a secret.
            let masked = try await server.send("PATCH", path, ["isSecret": true, "value": "********"])
            #expect(masked.status == 400 && masked.text.contains("/value"), "\(masked.text)")
            let list = try await server.send("GET", "/api/env-vars")
            #expect(list.json["data"] == [plain.json])
            #expect(!(made.text + renamed.text + revealing.text + list.text).contains("hush"))
            #expect(try await server.send("DELETE", path).status == 204)
            #expect(try await server.send("PATCH", path, ["value": "x"]).status == 404)
        }
    }

    @Test("A variable is its project's, whether the body or the query names it, and both have to agree")
    func project() async throws {
        try await Server.with { server in
            let here = server.owner.project.text
            let there = try await server.send("POST", "/api/projects", ["name": "There"]).json["id"]?.string ?? ""
            func make(_ name: String, _ project: JSONValue?, query: String = "") async throws -> Server.Answer {
                var body: JSONObject = ["name": .string(name), "value": "v", "isSecret": true]
                body["projectId"] = project
                return try await server.send("POST", "/api/env-vars\(query)", .object(body))
            }
            #expect(try await make("A", .string(there)).json["projectId"]?.string == there)
            #expect(try await make("B", .null).json["projectId"] == .null)
            #expect(try await make("C", .string(here), query: "?projectId=\(here)").json["projectId"]?.string == here)
            let both = try await make("D", .string(here), query: "?projectId=\(there)")
            #expect(both.status == 400 && both.json["details"]?.array?.first?["code"] == "field.contradiction")
            #expect(try await make("E", "nothing").status == 404)
            let own = try await server.send("GET", "/api/env-vars?projectId=\(there)&q=a").json["data"]?.array
            #expect(own?.map { $0["name"] } == ["A"])
        }
    }

    @Test("A project's variable wins over the organization's, and other projects do not have it")
    func scopes() async throws {
        try await Server.with { server in
            let here = try await server.send("GET", "/api/projects").json["data"]?.array?.first?["id"]?.string ?? ""
            let there = try await server.send("POST", "/api/projects", ["name": "There"]).json["id"]?.string ?? ""
            let rows = [("", "N", "all"), ("?projectId=\(here)", "N", "here"), ("?projectId=\(there)", "M", "there")]
            for (query, name, value) in rows {
                let body: JSONValue = ["name": .string(name), "value": .string(value)]
                #expect(try await server.send("POST", "/api/env-vars\(query)", body).status == 201)
                let list = try await server.send("GET", "/api/env-vars\(query)").json["data"]?.array
                #expect(list?.map { $0["value"]?.string } == [value])
            }
            #expect(try await deployed(by: server) == ["N": "here"])
            #expect(try await server.send("GET", "/api/env-vars?projectId=nobody").status == 404)
        }
    }

    @Test(
        "Variables that cannot be are refused",
        arguments: [
            (["name": "lower", "value": "x"], 400, "request.invalid"),
            (["name": "1A", "value": "x"], 400, "request.invalid"),
            (["name": "A"], 400, "request.invalid"),
            (["name": "A", "value": "********", "isSecret": true], 400, "request.invalid"),
            (["name": "TAKEN", "value": "x"], 409, "variable.exists"),
        ] as [(JSONValue, Int, String)])
    func refused(body: JSONValue, status: Int, code: String) async throws {
        try await Server.with { server in
            #expect(try await server.send("POST", "/api/env-vars", ["name": "TAKEN", "value": "1"]).status == 201)
            let answer = try await server.send("POST", "/api/env-vars", body)
            #expect(answer.status == status)
            #expect(answer.json["code"]?.string == code)
        }
    }

    /// The environment that a deploy of a new workflow takes along.
    private func deployed(by server: Server) async throws -> [String: String] {
        let (path, _) = try await server.workflow()
        let answer = try await server.send("POST", "\(path)/deploy", ["connectionId": try await server.connection()])
        #expect(answer.status == 201)
        let request = server.installation.provider.calls.last { $0.method == "provider.deploy" }?.request
        return Dictionary(
            (request?["environment"]?.array ?? []).compactMap { variable in
                variable["name"]?.string.map { ($0, variable["value"]?.string ?? "") }
            }, uniquingKeysWith: { $1 })
    }
}
