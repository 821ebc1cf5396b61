import JSON
import PlatformFixtures
import Testing

@testable import API
@testable import Platform

/// Driven by the list of endpoints: a resource that is new is tried.
@Suite("Changes that depend on what a client has seen", .timeLimit(.minutes(10)))
struct ConditionalRequestTests {
    @Test("The tag of a run that its read has changed is good for the next change")
    func activeRun() async throws {
        try await Server.with { server in
            let (path, _) = try await server.workflow()
            let target: JSONValue = ["connectionId": try await server.connection()]
            _ = try await server.send("POST", "\(path)/deploy", target)
            let run = try await server.send("POST", "\(path)/trigger", target).json["id"]?.string ?? ""
            server.installation.provider.behave { $0.runState = .paused }
            let read = try await server.send("GET", "\(path)/runs/\(run)")
            #expect(read.json["status"] == "paused")
            let headers = ["if-match": read.headers["etag"] ?? ""]
            let resumed = try await server.send("POST", "\(path)/runs/\(run)/resume", nil, headers: headers)
            #expect(resumed.status == 200, "\(resumed.text)")
            let late = try await server.send(
                "POST", "\(path)/runs/\(run)/terminate", nil, headers: ["if-match": "\"0\""])
            #expect(late.status == 412)
        }
    }

    @Test("A star between quotes is a tag like others")
    func quotedStar() async throws {
        try await Server.with { server in
            let (path, _) = try await server.workflow()
            func change(_ tag: String) async throws -> Int {
                try await server.send("PATCH", path, #"{"description":"x"}"#, headers: ["if-match": tag]).status
            }
            let (quoted, weak, any) = (try await change("\"*\""), try await change("W/\"*\""), try await change("*"))
            #expect(quoted == 412 && weak == 412 && any == 200)
        }
    }

    @Test("Every resource has a tag, and no change of it is made for another tag")
    func refused() async throws {
        try await Server.with { server in
            let owner = try await Person.owner(of: server)
            let fixture = try await OrganizationFixture.build(
                server, key: try await server.key([.read, .write, .deploy]), person: owner)
            var tried = 0
            for operation in server.operations where operation.isListed && operation.access.scope != nil {
                guard operation.parameters.allSatisfy({ fixture.ids[$0] != nil }) else { continue }
                let path = operation.parameters.reduce(operation.path) { $0.replacing(":\($1)", with: fixture.id($1)) }
                if operation.method == .get {
                    guard operation.resource != nil, operation.hasEntityTag else { continue }
                    let answer = try await fixture.send(operation, path, nil)
                    #expect(answer.status == 200 && answer.headers["etag"] != nil, "\(path): \(answer.text)")
                    continue
                }
                let answer = try await fixture.send(
                    operation, path, operation.jsonBody?.sample, headers: ["if-match": "\"other\""])
                #expect(
                    answer.status == 412 && answer.json["code"] == "precondition.failed",
                    "\(operation.method) \(path): \(answer.text)")
                tried += 1
            }
            #expect(tried > 50)
        }
    }

    @Test("A change with the newest tag is made and says the next tag; one with an older tag is refused")
    func chain() async throws {
        try await Server.with { server in
            let owner = try await Person.owner(of: server)
            let fixture = try await OrganizationFixture.build(
                server, key: try await server.key([.read, .write, .deploy]), person: owner)
            let changes: [(String, JSONValue, Bool)] = [
                ("/api/workflows/\(fixture.id("workflowId"))", ["description": "Other"], false),
                (
                    "/api/workflows/\(fixture.id("workflowId"))/versions/\(fixture.id("otherVersionId"))",
                    ["locked": true], false
                ), ("/api/projects/\(fixture.id("projectId"))", ["description": "Other"], false),
                ("/api/connections/\(fixture.id("connectionId"))", ["name": "Other"], false),
                ("/api/env-vars/\(fixture.id("variableId"))", ["value": "w"], false),
                ("/api/credentials/\(fixture.id("credentialId"))", ["values": ["token": "w"]], false),
                ("/api/organizations/\(fixture.id("organizationId"))", ["name": "Other"], true),
            ]
            for (path, body, isInSession) in changes {
                func patch(_ tag: String?) async throws -> Server.Answer {
                    let headers = tag.map { ["if-match": $0] } ?? [:]
                    if isInSession { return try await owner.send("PATCH", path, body, headers: headers) }
                    return try await server.send("PATCH", path, body.text, key: fixture.key, headers: headers)
                }
                let seen = try await fixture.send("GET", path, inSession: isInSession).headers["etag"]
                let first = try await patch(seen)
                #expect(first.status == 200, "\(path): \(first.text)")
                let next = try #require(first.headers["etag"], "\(path)")
                #expect(try await patch(seen).status == 412, "\(path)")
                #expect(try await patch("\"other\", \(next)").status == 200, "\(path)")
                #expect(try await patch("*").status == 200)
                // Without the header nothing is asked.
                #expect(try await patch(nil).status == 200)
                let read = try await fixture.send("GET", path, inSession: isInSession)
                #expect(read.headers["etag"] != seen, "\(path)")
                #expect(try await patch(read.headers["etag"]).status == 200, "\(path)")
            }
        }
    }

    @Test("Of many changes with one tag exactly one is made")
    func race() async throws {
        try await Server.with { server in
            let (path, _) = try await server.workflow()
            let tag = try await server.send("GET", path).headers["etag"] ?? ""
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<20 {
                    group.addTask {
                        try await server.send(
                            "PATCH", path, #"{"name":"\#(number)"}"#, headers: ["if-match": tag]
                        ).status
                    }
                }
                return try await group.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(statuses.filter { $0 == 200 }.count == 1, "\(statuses)")
            #expect(statuses.filter { $0 == 412 }.count == 19, "\(statuses)")
        }
    }

    @Test("A deploy configuration is created once with If-None-Match: *, and a workflow that changed is not deployed")
    func create() async throws {
        try await Server.with { server in
            let (path, _) = try await server.workflow()
            let connection = try await server.connection()
            let config = "\(path)/deploy-config/\(connection.string ?? "")"
            let once = ["if-none-match": "*"]
            #expect(try await server.send("PUT", config, "{}", headers: ["if-match": "*"]).status == 412)
            let made = try await server.send("PUT", config, "{}", headers: once)
            #expect(made.status == 200, "\(made.text)")
            let again = try await server.send("PUT", config, "{}", headers: once)
            #expect(again.status == 412 && again.json["error"]?.string?.contains("If-None-Match") == true)
            #expect(try await server.send("PUT", config, "{}", headers: ["if-match": "*"]).status == 200)

            let tag = try await server.send("GET", path).headers["etag"] ?? ""
            _ = try await server.send("PATCH", path, ["name": "Changed"])
            let body: JSONValue = ["connectionId": connection]
            let stale = try await server.send("POST", "\(path)/deploy", body.text, headers: ["if-match": tag])
            #expect(stale.status == 412, "\(stale.text)")
            let deployments = try await server.send("GET", "\(path)/deployments").json["data"]
            #expect(deployments == [])
            #expect(try await server.send("DELETE", path, nil, headers: ["if-match": tag]).status == 412)
            let fresh = try await server.send("GET", path).headers["etag"] ?? ""
            #expect(try await server.send("DELETE", path, nil, headers: ["if-match": fresh]).status == 204)
        }
    }
}
