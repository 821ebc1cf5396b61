import JSON
import PlatformFixtures
import Storage
import Testing

@testable import API
@testable import Platform

/// Driven by the list of endpoints: one that is new is tried with the ids of another project.
@Suite("A key is its project's", .timeLimit(.minutes(10)))
struct ProjectKeyTests {
    /// Connections and nodes are the organization's.
    private static let requests = StrangerRequests(shared: ["nodeId", "pluginId", "connectionId"])

    @Test("What belongs to another project is not there for it, whatever it asks for, and stays as it is")
    func apart() async throws {
        try await Self.with { server, victim, attacker in
            let before = try await Self.reads(of: victim)
            #expect(before.count > 20)
            // Steps are numbered in each run.
            let shared = [victim.id("connectionId"), victim.id("deployedTo"), victim.id("step")]
            let others = victim.ids.values.filter { !shared.contains($0) }
            var tried = 0
            for operation in server.operations where operation.isListed {
                guard case .scope = operation.access else { continue }
                for (path, body) in Self.requests(operation, ids: victim.ids, own: attacker.ids)
                where others.contains(where: { path.contains($0) || body?.text.contains($0) == true }) {
                    let answer = try await attacker.send(operation, path, body)
                    #expect(
                        answer.status == 404,
                        "\(operation.method) \(path) \(body?.text ?? ""): \(answer.text.prefix(200))")
                    tried += 1
                }
            }
            #expect(tried > 40)
            try await Self.expectUnchanged(victim, since: before)
        }
    }

    @Test("No id of another project is one of its own, in any place of any path")
    func everyID() async throws {
        try await Self.with { server, victim, attacker in
            let before = try await Self.reads(of: victim)
            let ids = Set(victim.ids.filter { !["connectionId", "deployedTo", "step"].contains($0.key) }.values)
            #expect(ids.count > 7)
            for operation in server.operations where operation.isListed && operation.access.scope != nil {
                for name in operation.parameters {
                    for id in ids {
                        let path = operation.parameters.reduce(operation.path) { path, other in
                            path.replacing(":\(other)", with: other == name ? id : attacker.ids[other] ?? "nothing")
                        }
                        let answer = try await server.send(
                            operation.method.rawValue, path, operation.jsonBody?.sample.text, key: attacker.key)
                        #expect(
                            [403, 404].contains(answer.status),
                            "\(operation.method) \(path): \(answer.text.prefix(200))")
                    }
                }
            }
            try await Self.expectUnchanged(victim, since: before)
        }
    }

    @Test("Runs of another project are in none of its jobs", arguments: ["runIds", "workflowId", "versionId"])
    func jobs(member: String) async throws {
        try await Self.with { server, victim, attacker in
            let before = try await Self.reads(of: victim)
            let id = JSONValue.string(victim.id(member == "runIds" ? "runId" : member))
            let filter: JSONValue = .object([member: member == "runIds" ? [id] : id])
            for (path, body) in [
                ("/api/runs/jobs", ["action": "terminate", "filter": filter]), ("/api/runs/purge", filter),
            ] as [(String, JSONValue)] {
                let answer = try await server.send("POST", path, body, key: attacker.key)
                #expect([202, 404].contains(answer.status), "\(answer.text)")
                guard answer.status == 202 else { continue }
                #expect(answer.json["total"] == 0, "\(answer.text)")
            }
            try await Self.expectUnchanged(victim, since: before)
        }
    }

    @Test("Another project or organization in the query is refused by every endpoint, however it is written")
    func query() async throws {
        try await Self.with { server, victim, attacker in
            let project = victim.id("ownProjectId")
            for operation in server.operations where operation.isListed && operation.access.scope != nil {
                let path = operation.parameters.reduce(operation.path) { $0.replacing(":\($1)", with: "nothing") }
                for query in [
                    "projectId=\(project)", "project%49d=\(project)", "projectId=", "organizationId=nothing",
                ] {
                    let answer = try await server.send(
                        operation.method.rawValue, "\(path)?\(query)", operation.jsonBody?.sample.text,
                        key: attacker.key)
                    #expect(answer.status == 403, "\(operation.method) \(path)?\(query): \(answer.text)")
                }
            }
            let twice = "/api/workflows?projectId=\(attacker.id("ownProjectId"))&projectId=\(project)"
            #expect(try await server.send("GET", twice, key: attacker.key).status == 400)
            let own =
                "/api/workflows?projectId=\(attacker.id("ownProjectId"))&organizationId=\(server.owner.organization)"
            #expect(try await server.send("GET", own, key: attacker.key).status == 200)
        }
    }

    @Test("It lists projects, makes some, and changes and deletes those and its own only")
    func projects() async throws {
        try await Self.with { server, victim, attacker in
            func send(_ method: String, _ path: String, _ body: String? = nil) async throws -> Server.Answer {
                try await server.send(method, path, body, key: attacker.key)
            }
            let listed =
                try await send("GET", "/api/projects").json["data"]?.array?.compactMap { $0["id"]?.string } ?? []
            #expect(listed.contains(victim.id("ownProjectId")))
            let theirs = "/api/projects/\(victim.id("ownProjectId"))"
            #expect(try await send("PATCH", theirs, #"{"name":"x"}"#).status == 404)
            #expect(try await send("DELETE", theirs).status == 404)
            let made = try await send("POST", "/api/projects", #"{"name":"Made"}"#).json["id"]?.string ?? ""
            #expect(try await send("PATCH", "/api/projects/\(made)", #"{"name":"Renamed"}"#).status == 200)
            #expect(try await send("GET", "/api/projects/\(made)").json["name"] == "Renamed")
            // There it would not see the workflow any more.
            let workflow = "/api/workflows/\(attacker.id("workflowId"))"
            #expect(try await send("PATCH", "\(workflow)/move", #"{"targetProjectId":"\#(made)"}"#).status == 404)
            #expect(try await send("GET", workflow).status == 200)
            #expect(try await send("GET", "/api/projects/\(made)/export").status == 404)
            #expect(try await send("DELETE", "/api/projects/\(made)").status == 204)
            let own = "/api/projects/\(attacker.id("ownProjectId"))"
            #expect(try await send("PATCH", own, #"{"name":"Mine"}"#).status == 200)
            #expect(try await send("GET", "\(own)/export").status == 200)
        }
    }

    @Test("A key of the whole organization reaches every project by projectId; only an owner makes one")
    func organizationWide() async throws {
        try await Self.with { server, victim, _ in
            let owner = try await Person.owner(of: server)
            let body: JSONValue = ["name": "All", "scopes": ["read", "write"], "organizationWide": true]
            let made = try await owner.send("POST", "/api/api-keys", body)
            #expect(made.status == 201 && made.json["organizationWide"] == true)
            let key = made.json["key"]?.string ?? ""
            let project = victim.id("ownProjectId")
            let workflow = "/api/workflows/\(victim.id("workflowId"))"
            #expect(try await server.send("GET", "\(workflow)?projectId=\(project)", key: key).status == 200)
            #expect(try await server.send("GET", workflow, key: key).status == 404)
            #expect(try await server.send("GET", "\(workflow)?projectId=nothing", key: key).status == 404)
            #expect(try await server.send("GET", "\(workflow)?organizationId=nothing", key: key).status == 403)
            #expect(try await server.send("GET", "/api/projects/\(project)/export", key: key).status == 200)
            let variable = "/api/env-vars/\(victim.id("variableId"))"
            #expect(try await server.send("PATCH", variable, ["value": "w"], key: key).status == 200)

            let listed = try await owner.send("GET", "/api/api-keys").json["data"]?.array ?? []
            let wide = listed.filter { $0["organizationWide"] == true }.compactMap { $0["name"]?.string }
            #expect(Set(wide) == ["All", "Initial key"])
            let invited = try await owner.send(
                "POST", "/api/invitations", ["email": "ada@example.com", "role": "admin"])
            let ada = try await Person.signUp(server, invited.json["token"]?.string ?? "", "Ada")
            #expect(try await ada.send("POST", "/api/api-keys", body).json["code"] == "auth.role")
        }
    }

    private static func expectUnchanged(_ fixture: OrganizationFixture, since before: [String: JSONValue]) async throws
    {
        let after = try await reads(of: fixture)
        for (path, json) in before where after[path] != json {
            Issue.record("\(path) was \(json.text.prefix(500)), and is \(after[path]?.text.prefix(500) ?? "gone")")
        }
    }

    /// Whenever it is read: without it, figures change with the hour.
    private static let period =
        "?from=\((Timestamp.now - .seconds(3_600)).iso8601)&to=\((Timestamp.now + .seconds(86_400)).iso8601)"

    /// The response to every read of what a fixture has, by its path; plugins count their calls.
    private static func reads(of fixture: OrganizationFixture) async throws -> [String: JSONValue] {
        var answers: [String: JSONValue] = [:]
        for operation in fixture.server.operations where operation.isListed && operation.method == .get {
            guard operation.path != "/api/plugins", !operation.isEndless, case .scope = operation.access,
                operation.parameters.allSatisfy({ fixture.ids[$0] != nil })
            else {
                continue
            }
            let path =
                operation.parameters.reduce(operation.path) { $0.replacing(":\($1)", with: fixture.id($1)) }
                + (operation.path == "/api/stats" ? Self.period : "")
            let answer = try await fixture.send(operation, path, nil)
            if answer.status == 200 { answers[path] = answer.json }
        }
        let own = "/api/projects/\(fixture.id("ownProjectId"))/export"
        answers[own] = try await fixture.server.send("GET", own, key: fixture.key).json
        return answers
    }

    /// Two projects of one organization, each with one of everything and a key of its own.
    private static func with(
        _ body:
            @escaping @Sendable (Server, _ victim: OrganizationFixture, _ attacker: OrganizationFixture) async throws ->
            Void
    ) async throws {
        try await Server.with { server in
            var fixtures: [OrganizationFixture] = []
            for name in ["Victim", "Attacker"] {
                let project = try await server.send("POST", "/api/projects", ["name": .string(name)]).json["id"]?.string
                let id = project ?? ""
                let owner = Caller(
                    organization: server.owner.organization, project: .init(id), user: server.owner.user,
                    scopes: server.owner.scopes)
                let key = try await server.installation.platform.keys.create(
                    owner, name: name, scopes: [.read, .write, .deploy]
                ).text
                var fixture = try await OrganizationFixture.build(server, key: key, called: name.uppercased())
                fixture.keep("ownProjectId", id: .string(id))
                let variable = try await server.send(
                    "POST", "/api/env-vars?projectId=\(id)", ["name": "OWN", "value": "v"], key: key)
                fixture.keep("variableId", variable)
                let credential = try await server.send(
                    "POST", "/api/credentials?projectId=\(id)",
                    ["name": "own", "type": "api-key", "values": ["token": "v"]], key: key)
                fixture.keep("credentialId", credential)
                // It goes on in the background.
                let job = try await server.send("GET", "/api/runs/jobs/\(fixture.id("jobId"))/events", key: key)
                #expect(job.events.last?.name == "result")
                // A read of a run asks the provider how it is now.
                _ = try await reads(of: fixture)
                fixtures.append(fixture)
            }
            try await body(server, fixtures[0], fixtures[1])
        }
    }
}
