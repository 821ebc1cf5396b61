import JSON
import PlatformFixtures
import Testing

@testable import API
@testable import Platform

/// Driven by the list of endpoints: a resource that is new is tried.
@Suite("What caches may keep, by RFC 9110 and RFC 9111", .timeLimit(.minutes(10)))
struct CacheConformanceTests {
    /// The reads of the API, with their paths; streams end too late.
    private static func reads(_ server: Server, _ fixture: OrganizationFixture) -> [(
        operation: OperationSpec, path: String
    )] {
        server.operations.compactMap { operation in
            guard operation.method == .get, operation.isListed, !operation.isEndless, operation.path.hasPrefix("/api"),
                operation.parameters.allSatisfy({ fixture.ids[$0] != nil })
            else { return nil }
            return (
                operation, operation.parameters.reduce(operation.path) { $0.replacing(":\($1)", with: fixture.id($1)) }
            )
        }
    }

    private static func with(_ body: @escaping @Sendable (Server, OrganizationFixture) async throws -> Void)
        async throws
    {
        try await Server.with { server in
            let owner = try await Person.owner(of: server)
            let fixture = try await OrganizationFixture.build(
                server, key: try await server.key([.read, .write, .deploy]), person: owner)
            try await body(server, fixture)
        }
    }

    /// Names in a field of a list.
    private static func list(_ text: String?) -> Set<String> {
        Set((text ?? "").lowercased().split(whereSeparator: { $0 == "," || $0 == " " }).map(String.init))
    }

    @Test("A shared cache keeps no answer to a request with credentials (RFC 9111, sections 3.5 and 5.2.2)")
    func shared() async throws {
        try await Self.with { server, fixture in
            let reads = Self.reads(server, fixture)
            #expect(reads.count > 25)
            for (operation, path) in reads {
                let answer = try await fixture.send(operation, path, nil)
                let directives = Self.list(answer.headers["cache-control"])
                #expect(
                    directives == ["no-store"] || directives == ["private", "no-cache"],
                    "\(path): \(answer.headers["cache-control"] ?? "nothing")")
            }
        }
    }

    @Test(
        "A 304 has the fields that its 200 has, for each representation (RFC 9110, section 15.4.5)",
        arguments: ["identity", "gzip"])
    func notModified(encoding: String) async throws {
        try await Self.with { server, fixture in
            // Long enough to be compressed.
            let long = (0..<300).map { "\($0 * 7919)" }.joined(separator: " ")
            let workflow = "/api/workflows/\(fixture.id("workflowId"))"
            #expect(try await server.send("PATCH", workflow, ["description": .string(long)]).status == 200)
            var (tagged, varied) = (0, 0)
            for (operation, path) in Self.reads(server, fixture) where operation.hasEntityTag {
                let headers = ["accept-encoding": encoding]
                var (first, again) = (
                    try await fixture.send(operation, path, nil, headers: headers), nil as Server.Answer?
                )
                // What others do, as the delivery of a webhook, changes some of them meanwhile.
                for _ in 0..<5 where again?.status != 304 {
                    first = try await fixture.send(operation, path, nil, headers: headers)
                    guard first.status == 200 else { break }
                    let tag = try #require(first.headers["etag"], "\(path): \(first.text)")
                    again = try await fixture.send(
                        operation, path, nil, headers: headers.merging(["if-none-match": tag]) { $1 })
                }
                guard first.status == 200 else { continue }
                let second = try #require(again)
                #expect(second.status == 304 && second.text.isEmpty, "\(path)")
                for name in ["cache-control", "content-location", "etag", "expires"] {
                    #expect(second.headers[name] == first.headers[name], "\(path): \(name)")
                }
                #expect(second.headers["date"] != nil, "\(path)")
                #expect(
                    Self.list(second.headers["vary"]).isSuperset(of: Self.list(first.headers["vary"])),
                    "\(path): \(second.headers["vary"] ?? "nothing")")
                #expect(second.headers["content-type"] == nil && second.headers["content-encoding"] == nil, "\(path)")
                tagged += 1
                if Self.list(first.headers["vary"]).contains("accept-encoding") { varied += 1 }
            }
            #expect(tagged > 8 && varied > 0)
        }
    }

    @Test("What depends on a field of the request says so in each representation (RFC 9110, section 12.5.5)")
    func vary() async throws {
        try await Server.with { server in
            for encoding in ["identity", "gzip"] {
                let answer = try await server.send("GET", "/api/openapi.json", headers: ["accept-encoding": encoding])
                #expect(
                    Self.list(answer.headers["vary"]).isSuperset(of: ["accept-encoding", "authorization", "cookie"]),
                    "\(encoding): \(answer.headers["vary"] ?? "nothing")")
            }
        }
    }

    @Test("No cache keeps an answer that has a secret in it, or a refusal (RFC 9111, section 5.2.2.5)")
    func secrets() async throws {
        try await Self.with { server, fixture in
            let person = try #require(fixture.person)
            let signIn: JSONValue = ["email": "owner@localhost", "password": .string(Person.password)]
            let answers = [
                try await person.send("POST", "/api/api-keys", ["name": "Key", "scopes": ["read"]]),
                try await person.send("POST", "/api/invitations", ["email": "new@example.com"]),
                try await server.send(
                    "POST", "/api/webhooks",
                    ["name": "Hook", "url": "https://example.com/x", "events": ["run.complete"]]),
                try await server.send(
                    "POST", "/api/auth/sign-in", signIn.text, key: "", headers: Person.signing(in: server)),
                try await server.send("GET", "/api/workflows", key: ""),
                try await server.send("GET", "/api/workflows/nothing"),
            ]
            #expect(answers.map(\.status) == [201, 201, 201, 200, 401, 404], "\(answers.map(\.text))")
            for answer in answers {
                #expect(answer.headers["cache-control"] == "no-store" && answer.headers["etag"] == nil)
            }
        }
    }
}
