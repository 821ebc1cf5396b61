import JSON
import PlatformFixtures
import Testing

@testable import API
@testable import Platform

/// Driven by the list of endpoints: one that is new is tried, or says here that it has nobody's things.
@Suite("Two organizations", .timeLimit(.minutes(10)))
struct TwoOrganizationsTests {
    private static let requests = StrangerRequests(shared: ["nodeId", "pluginId"])

    @Test("What belongs to one is not there for the other, whatever it asks for")
    func apart() async throws {
        try await Server.with { server in
            let (first, second) = try await Self.fixtures(server)
            for (owner, stranger) in [(first, second), (second, first)] {
                for operation in server.operations where operation.isListed && operation.access.scope != nil {
                    for (path, body) in Self.requests(operation, ids: owner.ids, own: stranger.ids) {
                        let answer = try await stranger.send(operation, path, body)
                        #expect(
                            answer.status == 404,
                            "\(operation.method) \(path) \(body?.text ?? ""): \(answer.text.prefix(200))")
                    }
                }
                for (method, path, body) in [
                    ("GET", "resources/boxes/a/things?connectionId=\(owner.id("deployedTo"))", nil),
                    ("POST", "resources/boxes/a/query?connectionId=\(owner.id("deployedTo"))", #"{"sql":"SELECT 1"}"#),
                    ("GET", "workflows/\(stranger.id("workflowId"))/full?version=\(owner.id("versionId"))", nil),
                ] as [(String, String, String?)] {
                    #expect(try await server.send(method, "/api/\(path)", body, key: stranger.key).status == 404)
                }
            }
            // All of it is there still.
            for fixture in [first, second] {
                let workflow = "/api/workflows/\(fixture.id("workflowId"))"
                for path in [
                    workflow, "\(workflow)/versions/\(fixture.id("versionId"))",
                    "\(workflow)/runs/\(fixture.id("runId"))",
                ] {
                    #expect(try await server.send("GET", path, key: fixture.key).status == 200)
                }
            }
        }
    }

    @Test("Lists show one's own only")
    func lists() async throws {
        try await Server.with { server in
            let (first, second) = try await Self.fixtures(server)
            let lists = server.operations.filter {
                $0.isListed && $0.method == .get && $0.access.scope != nil && $0.parameters.isEmpty && !$0.isEndless
            }
            #expect(lists.count > 10)
            for (owner, stranger) in [(first, second), (second, first)] {
                // Plugins are the operators', and a consent that is ended was begun.
                for operation in lists
                where !["/api/plugins", "/api/credentials/callback"].contains(operation.path) {
                    let answer = try await stranger.send(operation, operation.path, nil)
                    #expect(answer.status == 200, "\(operation.path)")
                    // Who founded an organization stays in its audit log.
                    let told = operation.path == "/api/audit-log" ? ["userId"] : []
                    for (name, id) in owner.ids where answer.text.contains(id) && !told.contains(name) {
                        Issue.record("\(operation.path) shows the other's \(name)")
                    }
                }
            }
        }
    }

    /// Two organizations whose owners have nothing to do with each other.
    private static func fixtures(_ server: Server) async throws -> (OrganizationFixture, OrganizationFixture) {
        let ada = try await Person.owner(of: server)
        let second = try await ada.send("POST", "/api/organizations", ["name": "Second"]).json["id"]?.string ?? ""
        let there = "organizationId=\(second)"
        let invitation = try await ada.send(
            "POST", "/api/invitations?\(there)", ["email": "bob@example.com", "role": "owner"])
        let bob = try await Person.signUp(server, invitation.json["token"]?.string ?? "", "Bob")
        let left = try await ada.send("DELETE", "/api/members/\(server.owner.user)?\(there)")
        #expect(left.status == 204, "\(left.text)")
        let key = try await bob.send(
            "POST", "/api/api-keys", ["name": "B", "scopes": ["read", "write", "deploy", "audit"]])
        return (
            try await OrganizationFixture.build(server, key: try await server.key(Set(Scope.allCases)), person: ada),
            try await OrganizationFixture.build(server, key: key.json["key"]?.string ?? "", person: bob)
        )
    }
}
