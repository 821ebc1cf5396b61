import JSON
import PlatformFixtures
import Storage
import Testing

@testable import API
@testable import Platform

@Suite("What callers may know of themselves", .timeLimit(.minutes(10)))
struct MeTests {
    @Test("A project's key sees its project, its scopes and no other project")
    func key() async throws {
        try await Server.with(limits: RateLimits()) { server in
            let other = try await server.send("POST", "/api/projects", ["name": "Other"]).json["id"]
            let key = try await server.installation.platform.keys.create(
                server.owner, name: "Reader", scopes: [.read], expiresAt: Timestamp(iso8601: "2999-01-01T00:00:00.000Z")
            )
            let me = try await server.send("GET", "/api/me", key: key.text).json
            #expect(me["kind"] == "apiKey" && me["role"] == .null && me["scopes"] == ["read"])
            #expect(me["organization"]?["id"]?.string == server.owner.organization.text)
            #expect(me["projectId"]?.string == server.owner.project.text)
            #expect(me["projects"]?.array?.compactMap { $0["id"]?.string } == [server.owner.project.text])
            #expect(me["organizationWide"] == false && me["apiKeyName"] == "Reader")
            #expect(me["expiresAt"] == "2999-01-01T00:00:00.000Z")
            #expect(me["limits"]?.array?.first { $0["policy"] == "deploy" }?["requests"] == 10)

            let wide = try await server.send("GET", "/api/me?projectId=\(other?.string ?? "")").json
            #expect(wide["organizationWide"] == true && wide["projectId"] == other && wide["expiresAt"] == .null)
            #expect(wide["projects"]?.array?.count == 2)
        }
    }

    @Test("A session sees its person, role and end, and of an organization the one that it chooses")
    func session() async throws {
        try await Server.with { server in
            let owner = try await Person.owner(of: server)
            let me = try await owner.send("GET", "/api/me").json
            #expect(me["kind"] == "session" && me["role"] == "owner" && me["apiKeyId"] == .null)
            #expect(me["user"]?["email"] == "owner@localhost" && me["scopes"] == ["read", "write", "deploy", "audit"])
            #expect(me["expiresAt"]?.string != nil && me["limits"] == [])
            let second = try await owner.send("POST", "/api/organizations", ["name": "Second"]).json["id"]
            let there = try await owner.send("GET", "/api/me?organizationId=\(second?.string ?? "")").json
            #expect(there["organization"]?["id"] == second && there["projects"]?.array?.count == 1)
            #expect(try await server.send("GET", "/api/me", key: "").status == 401)
        }
    }
}
