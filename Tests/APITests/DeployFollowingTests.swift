import JSON
import PlatformFixtures
import PluginMessages
import Storage
import Testing

@testable import API
@testable import Platform

@Suite("Following a deploy again after the connection was lost", .timeLimit(.minutes(10)))
struct DeployFollowingTests {
    private func headers(_ key: String? = nil, after id: Int? = nil) -> [String: String] {
        var headers: [String: String] = [:]
        headers["idempotency-key"] = key
        headers["last-event-id"] = id.map(String.init)
        return headers
    }

    @Test("The events after the last one that was heard come again, by address or under the same key")
    func resumed() async throws {
        try await Server.with { server in
            let (path, _) = try await server.workflow()
            let body: JSONValue = ["connectionId": try await server.connection()]
            let first = try await server.send(
                "POST", "\(path)/deploy-stream", body.text, headers: headers("deploy-1"))
            #expect(first.eventIDs == Array(1...11))
            let place = try #require(first.headers["content-location"])
            #expect(place.hasPrefix("\(path)/deployments/") && place.hasSuffix("/events"))
            for (method, path, body, key) in [
                ("GET", place, nil, nil), ("POST", "\(path)/deploy-stream", body.text, "deploy-1"),
            ] as [(String, String, String?, String?)] {
                let rest = try await server.send(method, path, body, headers: headers(key, after: 7))
                #expect(rest.eventIDs == [8, 9, 10, 11], "\(method)")
                #expect(rest.events.map { $0.data } == first.events.dropFirst(7).map { $0.data })
                #expect(try await server.send(method, path, body, headers: headers(key)).text == first.text)
            }
            // It was deployed once.
            #expect(try await server.send("GET", "\(path)/deployments").json["data"]?.array?.count == 1)
            let other = try await server.send(
                "POST", "\(path)/deploy-stream", #"{"connectionId":"other"}"#, headers: headers("deploy-1"))
            #expect(other.status == 422)
        }
    }

    @Test("A deploy that goes on is followed while it does, and one that failed says so again")
    func live() async throws {
        try await Server.with { server in
            let (path, _) = try await server.workflow()
            let body: JSONValue = ["connectionId": try await server.connection()]
            let (begun, begin) = AsyncStream.makeStream(of: Void.self)
            let (released, release) = AsyncStream.makeStream(of: Void.self)
            server.installation.provider.behave {
                $0.deployFailure = PluginFailure(code: "here.full", message: "There is no room.")
                $0.duringDeploy = {
                    begin.finish()
                    for await _ in released {}
                }
            }
            let client = Task {
                try await server.send("POST", "\(path)/deploy-stream", body.text, headers: headers("k"))
            }
            for await _ in begun {}
            client.cancel()
            _ = try? await client.value
            let again = Task {
                try await server.send("POST", "\(path)/deploy-stream", body.text, headers: headers("k", after: 6))
            }
            release.finish()
            let rest = try await again.value
            #expect(rest.headers["idempotency-replayed"] == "true")
            #expect(rest.events.last?.name == "result" && rest.events.last?.data["failedStage"] == "DEPLOYING")
            #expect(rest.eventIDs == [7, 8])
            let place = try #require(rest.headers["content-location"])
            #expect(try await server.send("GET", place, headers: headers(after: 6)).text == rest.text)
        }
    }

    @Test(
        "A deploy that failed its checks before the last start is carried out under its key, as after any other error")
    func refusedBefore() async throws {
        try await Server.with { server in
            server.installation.provider.behave { $0.requiredEnvironment = ["A_TOKEN"] }
            let (path, _) = try await server.workflow()
            let body: JSONValue = ["connectionId": try await server.connection()]
            func deploy() async throws -> Server.Answer {
                try await server.send("POST", "\(path)/deploy-stream", body.text, headers: headers("k"))
            }
            #expect(try await deploy().events.last?.data["error"]?["code"] == "deploy.missingEnvironment")
            #expect(try await deploy().headers["idempotency-replayed"] == "true")
            // As after a start: the server's own journal has forgotten it.
            for _ in 0..<257 {
                let other = DeploymentID.make()
                server.installation.platform.deployments.journal.open(other, of: WorkflowID("other"))
                server.installation.platform.deployments.journal.close(other, .failure(PlatformError.noVersion))
            }
            _ = try await server.send("PATCH", path, ["envVars": [["name": "A_TOKEN", "value": "t"]]])
            let again = try await deploy()
            #expect(again.events.last?.data["status"] == "active" && again.headers["idempotency-replayed"] == nil)
            #expect(try await deploy().text == again.text)
        }
    }

    @Test("A provider that reports without end fills no memory: the end comes after the events that are kept")
    func bound() async throws {
        let journal = DeployJournal()
        let (id, workflow) = (DeploymentID.make(), WorkflowID.make())
        journal.open(id, of: workflow)
        for number in 0..<3 * DeployJournal.mostEvents {
            journal.note(DeployProgress(stage: "DEPLOYING", message: "\(number)", progress: 60), in: id)
        }
        journal.close(id, .failure(PlatformError.noVersion))
        var events: [DeployEvent] = []
        for await event in try #require(journal.events(of: id, workflow, after: 0)) { events.append(event) }
        #expect(events.count == DeployJournal.mostEvents + 1 && events.last?.number == events.count)
        guard case .ended(_, let last) = events.last?.content else {
            Issue.record("The last event is not the end")
            return
        }
        #expect(last?.message == "\(3 * DeployJournal.mostEvents - 1)")
    }

    @Test("A stream ends soon after its key was revoked, and the deploy goes on; each takes a place among the person's")
    func revoked() async throws {
        try await Server.with { server in
            let (path, _) = try await server.workflow()
            let body: JSONValue = ["connectionId": try await server.connection()]
            let (begun, begin) = AsyncStream.makeStream(of: Void.self)
            let (released, release) = AsyncStream.makeStream(of: Void.self)
            server.installation.provider.behave {
                $0.duringDeploy = {
                    begin.finish()
                    for await _ in released {}
                }
            }
            let own = Task { try await server.send("POST", "\(path)/deploy-stream", body.text) }
            for await _ in begun {}
            let made = try await server.send("GET", "\(path)/deployments").json["data"]?.array?.first?["id"]?.string
            let events = "\(path)/deployments/\(made ?? "")/events"
            let owner = try await Person.owner(of: server)
            let key = try await owner.send("POST", "/api/api-keys", ["name": "K", "scopes": ["read"]])
            let text = try #require(key.json["key"]?.string)
            var stream = try await EventReader(server, events, key: text)
            #expect(try await stream.next()?.name == "progress")
            let platform = server.installation.platform
            let caller = try await platform.keys.caller(token: text)
            let others = try (1..<ProjectFeed.mostStreams).map { _ in try platform.feed.follow(caller, after: nil) }
            #expect(try await EventReader(server, events, key: text).status == 429)
            withExtendedLifetime(others) {}
            #expect(try await owner.send("DELETE", "/api/api-keys/\(key.json["id"]?.string ?? "")").status == 204)
            while let event = try await stream.next() { #expect(event.name == "progress") }
            release.finish()
            #expect(try await own.value.events.last?.data["status"] == "active")
            #expect(try await server.send("GET", events).events.last?.data["status"] == "active")
        }
    }

    @Test("Of a deploy before the last start only the end is known; of another's, nothing")
    func forgotten() async throws {
        try await Server.with { server in
            let (workflow, _) = try await server.installation.deployedWorkflow()
            let path = "/api/workflows/\(workflow)"
            let id = try await server.send("GET", "\(path)/deployments").json["data"]?.array?.first?["id"]?.string ?? ""
            let journal = DeployJournal(capacity: 1)
            #expect(journal.events(of: .init(id), workflow, after: 0) == nil)
            // As after a start: the server's own journal has forgotten it.
            for _ in 0..<257 {
                let other = DeploymentID.make()
                server.installation.platform.deployments.journal.open(other, of: workflow)
                server.installation.platform.deployments.journal.close(other, .failure(PlatformError.noVersion))
            }
            let answer = try await server.send("GET", "\(path)/deployments/\(id)/events", headers: headers(after: 4))
            #expect(answer.events.map(\.name) == ["result"] && answer.eventIDs == [5])
            #expect(answer.events.first?.data["status"] == "active")
            let (other, _) = try await server.workflow()
            #expect(try await server.send("GET", "\(other)/deployments/\(id)/events").status == 404)
            #expect(try await server.send("GET", "\(path)/deployments/none/events").status == 404)
        }
    }
}
