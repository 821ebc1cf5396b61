import JSON
import PlatformFixtures
import Testing

@testable import API

@Suite("Unused members of bodies", .timeLimit(.minutes(10)))
struct UnusedMemberTests {
    @Test("Every body reports a member that it does not declare, or refuses it")
    func everyBody() async throws {
        try await Server.with { server in
            var tried = 0
            for operation in server.operations where operation.isListed {
                guard let schema = operation.jsonBody, var members = schema.sample.object else { continue }
                // What any names are members of has no other.
                guard schema.definition(schema.json)["properties"]?.object?.isEmpty == false else { continue }
                members["unknown_member"] = 1
                let refused = schema.problems(of: .object(members)).map(\.pointer)
                let reported = schema.unusedMembers(of: .object(members)) { _ in nil }.map(\.pointer)
                #expect(
                    refused.contains("/unknown_member") != reported.contains("/unknown_member"),
                    "\(operation.method) \(operation.path)")
                tried += 1
            }
            #expect(tried > 40)
        }
    }

    @Test("The response names them beside its own members, with the place where they belong")
    func places() async throws {
        try await Server.with { server in
            let body: JSONValue = [
                "name": "Orders", "envVars": [], "trigger": ["type": "manual"], "descriptoin": "x", "color": "red",
            ]
            let created = try await server.send("POST", "/api/workflows", body)
            #expect(created.status == 201 && created.json["name"] == "Orders")
            #expect(
                created.json["warnings"] == [
                    "/envVars: \"envVars\" is not used; did you mean the workflow's envVars (PATCH /api/workflows/:workflowId)?",
                    "/trigger: \"trigger\" is not used; did you mean the document's trigger (POST /api/workflows/:workflowId/versions)?",
                    "/descriptoin: \"descriptoin\" is not used; did you mean \"description\"?",
                    "/color: \"color\" is not used; the members are name, description, kind.",
                ])
            #expect(try await server.send("POST", "/api/workflows", ["name": "Plain"]).json["warnings"] == nil)
            let path = created.headers["location"] ?? ""
            // A secret under a misspelled flag is stored in clear.
            let changed = try await server.send(
                "PATCH", path, ["envVars": [["name": "TOKEN", "value": "a", "secret": true]], "kindd": 1])
            #expect(
                changed.json["warnings"]?.array?.first
                    == "/envVars/0/secret: \"secret\" is not used; did you mean \"isSecret\"?")
            // `kind` itself is refused here, so it is not named.
            #expect(changed.json["warnings"]?.array?.last?.string?.contains("\"kind\"?") == false)
        }
    }

    @Test("Warnings of a version have the members of its other warnings")
    func versions() async throws {
        try await Server.with { server in
            let (path, _) = try await server.workflow()
            let answer = try await server.send(
                "POST", "\(path)/versions", ["ir": Installation.document(code: "return 7;"), "envVars": []])
            #expect(answer.status == 201)
            let warning = answer.json["warnings"]?.array?.first
            #expect(warning?["severity"] == "warning" && warning?["pointer"] == "/envVars", "\(answer.text)")
        }
    }

    @Test("A retry under an Idempotency-Key has them, too, and a secret is still shown once")
    func retries() async throws {
        try await Server.with { server in
            let headers = ["idempotency-key": "one"]
            let body = #"{"name":"Hook","url":"https://example.com/","events":["run.complete"],"event":"x"}"#
            let first = try await server.send("POST", "/api/webhooks", body, headers: headers).json
            let again = try await server.send("POST", "/api/webhooks", body, headers: headers).json
            #expect(first["warnings"] == ["/event: \"event\" is not used; did you mean \"events\"?"])
            #expect(again["warnings"] == first["warnings"] && again["id"] == first["id"])
            #expect(first["secret"]?.string != nil && again["secret"] == .null)
        }
    }

    @Test("A deploy names a misspelled version; a key with a misspelled end is refused")
    func misspelled() async throws {
        try await Server.with { server in
            let (path, version) = try await server.workflow()
            let body: JSONValue = ["connectionId": try await server.connection(), "versionID": .string(version)]
            let answer = try await server.send("POST", "\(path)/deploy", body)
            #expect(answer.status < 300, "\(answer.text)")
            #expect(answer.json["warnings"] == ["/versionID: \"versionID\" is not used; did you mean \"versionId\"?"])
            let key = try await Person.owner(of: server).send(
                "POST", "/api/api-keys", ["name": "K", "scopes": ["read"], "expiresat": "2030-01-01T00:00:00Z"])
            #expect(key.status == 400 && key.json["details"]?.array?.first?["pointer"] == "/expiresat")
        }
    }
}
