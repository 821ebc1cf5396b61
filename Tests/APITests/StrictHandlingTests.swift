import JSON
import PlatformFixtures
import Testing

@testable import API
@testable import Platform

@Suite("Prefer: handling=strict", .timeLimit(.minutes(10)))
struct StrictHandlingTests {
    private static let strict = ["prefer": "handling=strict"]

    @Test("Every endpoint names a parameter that it does not declare, and ignores it without the header")
    func queries() async throws {
        try await Server.with { server in
            let owner = try await Person.owner(of: server)
            let fixture = try await OrganizationFixture.build(
                server, key: try await server.key([.read, .write, .deploy, .audit]), person: owner)
            var tried = 0
            for operation in server.operations where operation.isListed && operation.access.scope != nil {
                let path = operation.parameters.reduce(operation.path) { $0.replacing(":\($1)", with: "nothing") }
                let answer = try await fixture.send(
                    operation, "\(path)?limmit=3", operation.jsonBody?.sample,
                    headers: Self.strict)
                #expect(answer.status == 400, "\(operation.method) \(path): \(answer.text)")
                let detail = answer.json["details"]?.array?.first
                #expect(detail?["code"] == "query.unknown" && detail?["pointer"] == "/limmit", "\(answer.text)")
                #expect(answer.headers["preference-applied"] == "handling=strict")
                tried += 1
            }
            #expect(tried > 90)
            let lenient = try await server.send("GET", "/api/workflows?limmit=3")
            #expect(lenient.status == 200 && lenient.headers["preference-applied"] == nil)
            let fine = try await server.send("GET", "/api/workflows?limit=3&status=draft", headers: Self.strict)
            #expect(fine.status == 200 && fine.headers["preference-applied"] == "handling=strict")
        }
    }

    @Test("Every body names a member that it does not declare, also in objects within it")
    func members() async throws {
        try await Server.with { server in
            for operation in server.operations where operation.isListed {
                guard let schema = operation.jsonBody, var members = schema.sample.object else { continue }
                let isOpen = schema.definition(schema.json)["properties"]?.object?.isEmpty != false
                members["unknown_member"] = 1
                let problems = schema.problems(of: .object(members), isStrict: true)
                #expect(
                    problems.contains { $0.pointer == "/unknown_member" } != isOpen,
                    "\(operation.method) \(operation.path)")
            }
            let (path, _) = try await server.workflow()
            let body = #"{"envVars":[{"name":"A","value":"b","secret":true}],"descriptoin":"x"}"#
            let answer = try await server.send("PATCH", path, body, headers: Self.strict)
            #expect(answer.status == 400)
            let pointers = answer.json["details"]?.array?.compactMap { $0["pointer"]?.string } ?? []
            #expect(Set(pointers) == ["/envVars/0/secret", "/descriptoin"])
            #expect(try await server.send("PATCH", path, body).status == 200)
            // Documents, params and settings may have members of their users'.
            let ir = Installation.document(code: "return 5;").object ?? [:]
            var open = ir
            open["x-mine"] = 1
            let version = try await server.send(
                "POST", "\(path)/versions", JSONValue.object(["ir": .object(open)]).text, headers: Self.strict)
            #expect(version.status == 201, "\(version.text)")
        }
    }

    @Test(
        "The preference is read as the standard writes it",
        arguments: [
            ("handling=strict", true), ("respond-async, handling=strict; x=1", true), ("Handling=\"strict\"", true),
            ("handling=lenient", false), ("handling=lenient, handling=strict", false), ("strict", false),
        ])
    func preference(header: String, isStrict: Bool) async throws {
        try await Server.with { server in
            let answer = try await server.send("GET", "/api/workflows?none=1", headers: ["prefer": header])
            #expect(answer.status == (isStrict ? 400 : 200), "\(header)")
        }
    }
}
