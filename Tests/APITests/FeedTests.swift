import Foundation
import JSON
import PlatformFixtures
import PluginMessages
import Storage
import TestSupport
import Testing

@testable import API
@testable import Platform

@Suite("Streams of what happens in a project", .timeLimit(.minutes(4)))
struct FeedTests {
    private func reader(_ server: Server, _ path: String, after id: String? = nil) async throws -> EventReader {
        try await EventReader(server, path, key: server.installation.firstKey, after: id)
    }

    /// A deployed workflow, and the body of requests about its connection.
    private func deployed(_ server: Server) async throws -> (path: String, body: JSONValue) {
        let (path, _) = try await server.workflow()
        let body: JSONValue = ["connectionId": try await server.connection()]
        #expect(try await server.send("POST", "\(path)/deploy", body).status == 201)
        return (path, body)
    }

    private func project(_ server: Server) async throws -> String {
        "/api/projects/\(server.owner.project)/events"
    }

    @Test("Runs that begin and change are sent as they do, without input and output, and again after a lost connection")
    func runs() async throws {
        try await Server.with { server in
            let (path, body) = try await deployed(server)
            var stream = try await reader(server, "/api/runs/stream")
            let id = try await server.send("POST", "\(path)/trigger", body).json["id"]?.string
            let begun = try #require(try await stream.next())
            #expect(begun.name == "run" && begun.data["id"]?.string == id && begun.data["status"] == "queued")
            #expect(begun.data["params"] == nil && begun.data["output"] == nil)
            server.installation.provider.behave { $0.runState = .complete }
            #expect(try await server.send("GET", "\(path)/runs/\(id ?? "")").json["status"] == "complete")
            let ended = try #require(try await stream.next())
            #expect(ended.data["status"] == "complete")

            var again = try await reader(server, "/api/runs/stream", after: begun.id)
            #expect(try await again.next()?.data == ended.data)
            for unknown in ["x", "0-1", "\(begun.id ?? "")000"] {
                var late = try await reader(server, "/api/runs/stream", after: unknown)
                #expect(try await late.next()?.name == "missed", "\(unknown)")
            }
        }
    }

    @Test("Runs of other workflows are left out where one is named")
    func oneWorkflow() async throws {
        try await Server.with { server in
            let (path, body) = try await deployed(server)
            let (other, _) = try await deployed(server)
            let workflow = path.split(separator: "/").last ?? ""
            var stream = try await reader(server, "/api/runs/stream?workflowId=\(workflow)")
            _ = try await server.send("POST", "\(other)/trigger", body)
            let id = try await server.send("POST", "\(path)/trigger", body).json["id"]
            #expect(try await stream.next()?.data["id"] == id)
        }
    }

    @Test("A project's stream has the paths of changes with their requests, ends of deploys, and deletions of runs")
    func changes() async throws {
        try await Server.with { server in
            let (path, body) = try await deployed(server)
            var stream = try await reader(server, try await project(server))
            let made = try await server.send(
                "POST", "/api/workflows", #"{"name": "New"}"#, headers: ["x-request-id": "tab-1"])
            #expect(made.status == 201)
            // A question, and what was refused, changes nothing.
            #expect(try await server.send("POST", "/api/workflows", ["name": ""]).status == 400)
            #expect(try await server.send("POST", "\(path)/deploy-preview", body).status == 200)
            let created = try #require(try await stream.next())
            #expect(created.name == "changed" && created.data == ["path": "/api/workflows", "requestId": "tab-1"])
            #expect(try await server.send("POST", "\(path)/deploy", body).status == 201)
            #expect(try await stream.next()?.data == ["path": .string("\(path)/deployments"), "requestId": .null])

            server.installation.provider.behave { $0.runState = .complete }
            let id = try await server.send("POST", "\(path)/trigger", body).json["id"]?.string ?? ""
            #expect(try await server.send("DELETE", "\(path)/runs/\(id)").status == 200)
            var event = try #require(try await stream.next())
            while event.data["path"] != "/api/runs" { event = try #require(try await stream.next()) }
            #expect(event.data["requestId"] == .null)
        }
    }

    @Test("Nothing of another project is sent, and a project of somebody else is not there")
    func ofOthers() async throws {
        try await Server.with { server in
            let stranger = try await server.installation.stranger(server.owner)
            let other = try await server.installation.platform.keys.create(
                stranger, name: "K", scopes: [.read, .write])
            let refused = try await EventReader(server, try await project(server), key: other.text)
            #expect(refused.status == 404)
            var stream = try await EventReader(server, "/api/projects/\(stranger.project)/events", key: other.text)
            #expect(stream.status == 200)
            _ = try await server.send("POST", "/api/workflows", ["name": "Not theirs"])
            _ = try await server.send(
                "POST", "/api/workflows", #"{"name": "Theirs"}"#, key: other.text,
                headers: ["x-request-id": "theirs"])
            #expect(try await stream.next()?.data["requestId"] == "theirs")
            let (path, body) = try await deployed(server)
            let run = "\(path)/runs/\(try await server.send("POST", "\(path)/trigger", body).json["id"]?.string ?? "")"
            #expect(try await EventReader(server, "\(run)/stream", key: other.text).status == 404)
            #expect(try await EventReader(server, "/api/runs/stream", key: "ask_mistyped").status == 401)
        }
    }

    @Test("A run's stream has its steps, then it, each again when it has changed, and ends with the run")
    func oneRun() async throws {
        try await Server.with { server in
            let (path, body) = try await deployed(server)
            let id = try await server.send("POST", "\(path)/trigger", body).json["id"]?.string ?? ""
            func step(_ number: Int, _ status: RunStep.Status) -> RunStep {
                RunStep(
                    name: "S\(number)", kind: .do, status: status, attempts: 1, startedAt: 1_000,
                    endedAt: status == .succeeded ? 2_000 : nil, number: number)
            }
            let provider = server.installation.provider
            provider.behave { $0.steps = [step(1, .succeeded), step(2, .active)] }
            var stream = try await reader(server, "\(path)/runs/\(id)/stream")
            var events: [EventReader.Event] = []
            for _ in 0..<3 { events.append(try #require(try await stream.next())) }
            #expect(events.map(\.name) == ["step", "step", "run"])
            #expect(events[0].data["status"] == "succeeded" && events[1].data["status"] == "active")
            #expect(events[2].data["id"]?.string == id && events[2].data["params"] == [:])

            provider.behave {
                $0.steps = [step(1, .succeeded), step(2, .succeeded)]
                $0.runState = .complete
                $0.output = 7
            }
            let last = try #require(try await stream.next("step"))
            #expect(last.data["name"] == "S2" && last.data["status"] == "succeeded")
            let end = try #require(try await stream.next("run"))
            #expect(end.data["status"] == "complete" && end.data["output"] == 7)
            #expect(try await stream.next() == nil)

            // Whoever has the first step is not sent it again; whoever has all of them gets the run.
            var rest = try await reader(server, "\(path)/runs/\(id)/stream", after: events[0].id)
            #expect(try await rest.next()?.data["name"] == "S2")
            var over = try await reader(server, "\(path)/runs/\(id)/stream", after: end.id)
            #expect(try await over.next()?.name == "run")
            #expect(try await reader(server, "\(path)/runs/none/stream").status == 404)
        }
    }

    @Test("A stream ends soon after its key was revoked, its session has ended, or its project is gone")
    func revoked() async throws {
        try await Server.with { server in
            let (path, body) = try await deployed(server)
            let run = try await server.send("POST", "\(path)/trigger", body).json["id"]?.string ?? ""
            let owner = try await Person.owner(of: server)
            let own = try #require(owner.cookie.isEmpty ? nil : owner.cookie)
            let made = try await owner.send("POST", "/api/api-keys", ["name": "K", "scopes": ["read"]])
            let key = try #require(made.json["key"]?.string)
            let paths = ["/api/runs/stream", try await project(server), "\(path)/runs/\(run)/stream"]
            for path in paths {
                var kept = try await reader(server, path)
                var ofKey = try await EventReader(server, path, key: key)
                var ofSession = try await EventReader(server, path, ("cookie", own))
                #expect(kept.status == 200 && ofKey.status == 200 && ofSession.status == 200)
                if path == paths.last {
                    let id = made.json["id"]?.string ?? ""
                    #expect(try await owner.send("DELETE", "/api/api-keys/\(id)").status == 204)
                    while try await ofKey.next() != nil {}
                    #expect(try await owner.send("POST", "/api/auth/sign-out").status == 204)
                    while try await ofSession.next() != nil {}
                    // What is still allowed goes on.
                    server.installation.provider.behave { $0.runState = .complete }
                    _ = try await server.send("GET", "\(path.dropLast("/stream".count))")
                    var last = try await kept.next()
                    while let event = last, event.data["status"] != "complete" { last = try await kept.next() }
                    #expect(last?.name == "run")
                }
            }
        }
    }

    @Test("Each way in which a caller loses what it had is seen")
    func access() async throws {
        try await Installation.with { installation in
            let access = installation.platform.access
            let owner = try await installation.owner()
            #expect(await access.isOpen(owner))
            let stranger = try await installation.stranger(owner)
            let gone = Caller(
                organization: owner.organization, project: stranger.project, user: owner.user, scopes: [.read])
            #expect(await access.isOpen(gone) == false)
            let key = try await installation.platform.keys.create(
                owner, name: "E", scopes: [.read], expiresAt: .now + .seconds(3_600))
            let caller = try await installation.platform.keys.caller(token: key.text)
            #expect(await access.isOpen(caller))
            _ = try await installation.storage.transaction { database in
                try database.execute(
                    "UPDATE api_keys SET expires_at = $1 WHERE name = $2", [Timestamp.now - .seconds(1), "E"])
            }
            try await eventually("the key to expire") { await !access.isOpen(caller) }
        }
    }

    @Test("Whoever has the old one of a rotated key follows nothing any more; the new one does")
    func rotated() async throws {
        try await Installation.with { installation in
            let (access, keys) = (installation.platform.access, installation.platform.keys)
            let owner = try await installation.owner()
            let text = try await keys.create(owner, name: "R", scopes: [.read], organizationWide: true)
            let old = try await keys.caller(token: text.text)
            let elsewhere = old.entering(old.project)
            for caller in [old, elsewhere] { #expect(await access.isOpen(caller)) }
            let person = Caller(
                organization: owner.organization, project: owner.project, user: owner.user, scopes: owner.scopes,
                credential: .session(.make(), .owner))
            let new = try await keys.rotate(person, try #require(old.key))
            for caller in [old, elsewhere] { #expect(await access.isOpen(caller) == false) }
            let current = try await keys.caller(token: new.key.text)
            #expect(await access.isOpen(current))
        }
    }

    @Test("Keys and sessions of a person share the streams: none takes them all from the others")
    func share() async throws {
        let feed = ProjectFeed()
        let installation = try await Installation()
        defer { installation.remove() }
        let owner = try await installation.owner()
        let greedy = try (0..<ProjectFeed.mostStreams).map { _ in try feed.follow(owner, after: nil) }
        let other = Caller(
            organization: owner.organization, project: owner.project, user: owner.user, scopes: owner.scopes,
            credential: .session(SessionID("s"), .owner))
        var open: [AsyncStream<FeedEvent>] = []
        while let stream = try? feed.follow(other, after: nil) { open.append(stream) }
        #expect(open.count == ProjectFeed.mostStreams / 2)
        // Neither takes more from the other.
        #expect(throws: PlatformError.self) { try feed.follow(owner, after: nil) }
        feed.publish(.changed(FeedChange(path: "/api/runs")), in: owner.project)
        var ended = 0
        for stream in greedy {
            var events = stream.makeAsyncIterator()
            if await events.next() == nil { ended += 1 }
        }
        #expect(ended == open.count)
        let somebody = try await installation.stranger(owner)
        let another = Caller(
            organization: somebody.organization, project: somebody.project, user: UserID("other"), scopes: [.read])
        _ = try feed.follow(another, after: nil)
        withExtendedLifetime(open) {}
    }

    @Test("A person has a number of streams, whatever their keys")
    func bound() async throws {
        let feed = ProjectFeed()
        let installation = try await Installation()
        defer { installation.remove() }
        let owner = try await installation.owner()
        var open = try (0..<ProjectFeed.mostStreams).map { _ in try feed.follow(owner, after: nil) }
        #expect(throws: PlatformError.self) { try feed.follow(owner, after: nil) }
        open.removeLast()
        _ = try feed.follow(owner, after: nil)
        feed.publish(.changed(FeedChange(path: "/api/runs")), in: owner.project)
        for await event in open[0] {
            guard case .changed(let change) = event.content else { continue }
            #expect(change.path == "/api/runs")
            break
        }
    }
}
