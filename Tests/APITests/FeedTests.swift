import Foundation
import JSON
import PlatformFixtures
import PluginMessages
import Testing

@testable import API
@testable import Platform

@Suite("Streams of what happens in a project", .timeLimit(.minutes(2)))
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
