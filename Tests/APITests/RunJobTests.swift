import JSON
import PlatformFixtures
import PluginMessages
import Storage
import Synchronization
import TestSupport
import Testing

@testable import API
@testable import Platform

@Suite("Actions on many runs", .timeLimit(.minutes(4)))
struct RunJobTests {
    /// A workflow that is deployed to connections, and a number of its runs on each.
    static func workflow(
        _ server: Server, runs: Int, on connections: [JSONValue]
    ) async throws -> (path: String, id: String) {
        let (path, _) = try await server.workflow()
        for connection in connections {
            #expect(try await server.send("POST", "\(path)/deploy", ["connectionId": connection]).status == 201)
            for start in stride(from: 0, to: runs, by: Runs.batchLimit) {
                let items = [JSONValue](repeating: [:], count: min(Runs.batchLimit, runs - start))
                let body: JSONValue = ["connectionId": connection, "items": .array(items)]
                #expect(try await server.send("POST", "\(path)/trigger-batch", body).status == 200)
            }
        }
        return (path, path.split(separator: "/").last.map(String.init) ?? "")
    }

    static func other(_ server: Server) async throws -> JSONValue {
        let body: JSONValue = ["provider": "here", "name": "Other", "credentials": [:]]
        return try await server.send("POST", "/api/connections", body).json["id"] ?? .null
    }

    static func start(
        _ server: Server, _ action: String, _ filter: JSONValue, key: String? = nil
    ) async throws -> Server.Answer {
        try await server.send("POST", "/api/runs/jobs", ["action": .string(action), "filter": filter], key: key)
    }

    /// The job, once it is as it is waited for.
    static func job(
        _ server: Server, _ job: Server.Answer,
        until condition: @Sendable (JSONValue) -> Bool = { $0["status"] != "running" }
    ) async throws -> JSONValue {
        let path = "/api/runs/jobs/\(job.json["id"]?.string ?? "none")"
        return try await eventually("the job", satisfies: condition) { try await server.send("GET", path).json }
    }

    static func statuses(_ server: Server, _ path: String) async throws -> [String: Int] {
        let list = try await server.send("GET", "\(path)/runs?limit=100").json["data"]?.array ?? []
        return list.reduce(into: [:]) { $0[$1["status"]?.string ?? "", default: 0] += 1 }
    }

    @Test("All runs that match are controlled, and no others; the job says how many, and the audit log who did it")
    func filter() async throws {
        try await Server.with { server in
            let connection = try await server.connection()
            let (path, id) = try await Self.workflow(server, runs: 45, on: [connection])
            let (other, _) = try await Self.workflow(server, runs: 3, on: [connection])
            server.installation.provider.behave { $0.runState = .running }
            let started = try await Self.start(server, "terminate", ["workflowId": .string(id)])
            #expect(started.status == 202 && started.json["total"] == 45)
            let ended = try await Self.job(server, started)
            #expect(ended["status"] == "complete" && ended["done"] == 45 && ended["failed"] == 0, "\(ended.text)")
            #expect(ended["finishedAt"] != .null && ended["errors"] == [])
            #expect(try await Self.statuses(server, path) == ["terminated": 45])
            #expect(try await Self.statuses(server, other) == ["queued": 3])
            let log = try await server.installation.storage.read { database in
                try database.query("SELECT action, COUNT(*) AS count FROM audit_log GROUP BY action")
                    .reduce(into: [String: Int]()) { $0[try $1["action"]] = try $1["count"] }
            }
            #expect(log["runJob.create"] == 1 && log["runJob.end"] == 1 && log["run.terminate"] == 45)
            let jobs = try await server.send("GET", "/api/runs/jobs").json["data"]?.array
            #expect(jobs == [ended])
        }
    }

    @Test(
        "A filter that means everything, a status that the action does not apply to, and what is another's are refused")
    func refused() async throws {
        try await Server.with { server in
            let refused: [(String, JSONValue, Int)] = [
                ("terminate", [:], 400), ("terminate", ["status": ["complete"]], 400),
                ("resume", ["status": ["running"]], 400), ("delete", ["status": ["errored"]], 400),
                // A misspelled member would leave the filter wider than meant.
                ("terminate", ["status": ["running"], "endedBefor": "2026-01-01T00:00:00Z"], 400),
                ("pause", ["createdAfter": "yesterday"], 400), ("pause", ["workflowId": "none"], 404),
                ("pause", ["connectionId": "none"], 404), ("pause", ["versionId": "none"], 404),
            ]
            for (action, filter, status) in refused {
                #expect(try await Self.start(server, action, filter).status == status, "\(action) \(filter.text)")
            }
            #expect(try await server.send("POST", "/api/runs/purge", "{}").status == 400)
            #expect(try await server.send("POST", "/api/runs/purge", #"{"status": ["running"]}"#).status == 400)
            let writer = try await server.key([.read, .write])
            let deployer = try await server.key([.read, .deploy])
            let filter: JSONValue = ["status": ["errored"]]
            #expect(try await Self.start(server, "restart", filter, key: writer).status == 403)
            #expect(try await Self.start(server, "restart", filter, key: deployer).status == 202)
            #expect(try await server.send("POST", "/api/runs/purge", filter.text, key: deployer).status == 403)
            #expect(try await server.send("POST", "/api/runs/purge", filter.text, key: writer).status == 202)
            #expect(try await server.send("GET", "/api/runs/jobs/none").status == 404)
        }
    }

    @Test("What a provider refuses is counted, with the first errors; runs that ended meanwhile are skipped")
    func failures() async throws {
        try await Server.with { server in
            let provider = server.installation.provider
            let (path, id) = try await Self.workflow(server, runs: 30, on: [try await server.connection()])
            provider.behave {
                $0.runState = .running
                $0.controlFailure = PluginFailure(code: "here.busy", message: "Not now.")
            }
            let failed = try await Self.job(server, Self.start(server, "pause", ["workflowId": .string(id)]))
            #expect(failed["done"] == 0 && failed["failed"] == 30 && failed["status"] == "complete")
            let errors = failed["errors"]?.array ?? []
            #expect(errors.count == RunJob.mostFailures && errors.allSatisfy { $0["code"] == "here.busy" })
            provider.behave {
                $0.controlFailure = nil
                $0.runState = .complete
            }
            let skipped = try await Self.job(server, Self.start(server, "pause", ["workflowId": .string(id)]))
            #expect(skipped["skipped"] == 30 && skipped["failed"] == 0, "\(skipped.text)")
            #expect(try await Self.statuses(server, path) == ["complete": 30])
        }
    }

    @Test("Runs that have ended are purged by status and age; the others stay")
    func purge() async throws {
        try await Server.with { server in
            let provider = server.installation.provider
            let (path, id) = try await Self.workflow(server, runs: 130, on: [try await server.connection()])
            try await server.installation.storage.transaction { database in
                try database.execute("UPDATE runs SET status = 'errored', finished_at = created_at")
                try database.execute(
                    "UPDATE runs SET status = 'running', finished_at = NULL WHERE id IN (SELECT id FROM runs LIMIT 5)")
            }
            let old: JSONValue = ["workflowId": .string(id), "endedBefore": "2020-01-01T00:00:00Z"]
            let none = try await server.send("POST", "/api/runs/purge", old)
            #expect(none.json["status"] == "complete" && none.json["total"] == 0)
            let all: JSONValue = [
                "workflowId": .string(id), "status": ["errored"], "endedBefore": "2100-01-01T00:00:00Z",
            ]
            let ended = try await Self.job(server, server.send("POST", "/api/runs/purge", all))
            #expect(ended["action"] == "delete" && ended["done"] == 125 && ended["total"] == 125, "\(ended.text)")
            #expect(try await Self.statuses(server, path) == ["running": 5])
            let sizes = provider.calls.filter { $0.method == "provider.deleteRuns" }
                .map { $0.request["instanceIds"]?.array?.count ?? 0 }
            #expect(sizes.reduce(0, +) == 125 && sizes.allSatisfy { $0 <= DeleteRunsRequest.limit })
        }
    }

    @Test("One provider's slowness does not hold up another; a job is followed as it goes on, and cancelled")
    func slowProvider() async throws {
        try await Server.with { server in
            let (slow, fast) = (try await server.connection(), try await Self.other(server))
            let (path, id) = try await Self.workflow(server, runs: 30, on: [slow, fast])
            server.installation.provider.behave {
                $0.runState = .running
                $0.duringControl = { connection in
                    if .string(connection) == slow { try? await Task.sleep(for: .seconds(600)) }
                }
            }
            let started = try await Self.start(server, "terminate", ["workflowId": .string(id)])
            let held = try await Self.job(server, started) { $0["done"] == 30 }
            #expect(held["status"] == "running" && held["total"] == 60)
            let job = "/api/runs/jobs/\(started.json["id"]?.string ?? "")"
            async let followed = server.send("GET", "\(job)/events")
            let cancelled = try await server.send("POST", "\(job)/cancel")
            #expect(cancelled.status == 200 && cancelled.json["status"] == "cancelled")
            let events = try await followed.events
            #expect(events.last?.name == "result" && events.last?.data["status"] == "cancelled")
            #expect(events.dropLast().allSatisfy { $0.name == "progress" && $0.data["status"] == "running" })
            #expect(try await server.send("POST", "\(job)/cancel").json["code"] == "runJob.ended")
            #expect(try await Self.statuses(server, path)["queued"] ?? 0 >= 26)
            let ended = try await server.send("GET", "\(job)/events")
            #expect(ended.headers["content-type"] == "text/event-stream")
            #expect(ended.events.map(\.name) == ["result"])
        }
    }

    @Test("A job's stream ends soon after its key was revoked, and takes a place among the person's; the job goes on")
    func revoked() async throws {
        try await Server.with { server in
            let (_, id) = try await Self.workflow(server, runs: 3, on: [try await server.connection()])
            server.installation.provider.behave {
                $0.runState = .running
                $0.duringControl = { _ in try? await Task.sleep(for: .seconds(600)) }
            }
            let started = try await Self.start(server, "terminate", ["workflowId": .string(id)])
            let job = "/api/runs/jobs/\(started.json["id"]?.string ?? "")"
            let owner = try await Person.owner(of: server)
            let key = try await owner.send("POST", "/api/api-keys", ["name": "K", "scopes": ["read"]])
            let text = try #require(key.json["key"]?.string)
            var stream = try await EventReader(server, "\(job)/events", key: text)
            #expect(try await stream.next()?.name == "progress")
            let platform = server.installation.platform
            let caller = try await platform.keys.caller(token: text)
            let others = try (1..<ProjectFeed.mostStreams).map { _ in try platform.feed.follow(caller, after: nil) }
            #expect(try await EventReader(server, "\(job)/events", key: text).status == 429)
            withExtendedLifetime(others) {}
            #expect(try await owner.send("DELETE", "/api/api-keys/\(key.json["id"]?.string ?? "")").status == 204)
            while let event = try await stream.next() { #expect(event.name == "progress") }
            #expect(try await server.send("GET", job).json["status"] == "running")
            #expect(try await server.send("POST", "\(job)/cancel").status == 200)
        }
    }

    @Test("A job continues after a restart of the server, from where it was")
    func restart() async throws {
        let directory = Installation.newDirectory()
        let reached = Mutex(0)
        let job = Mutex("")
        try await Server.with(in: directory) { server in
            let (_, id) = try await Self.workflow(server, runs: 50, on: [try await server.connection()])
            server.installation.provider.behave {
                $0.runState = .running
                $0.duringControl = { _ in
                    let count = reached.withLock {
                        $0 += 1
                        return $0
                    }
                    if count > 30 { try? await Task.sleep(for: .seconds(600)) }
                }
            }
            let started = try await Self.start(server, "terminate", ["workflowId": .string(id)])
            let first = try await Self.job(server, started) { $0["done"]?.int ?? 0 >= 20 }
            #expect(first["status"] == "running" && first["done"] == 20)
            job.withLock { $0 = started.json["id"]?.string ?? "" }
            await server.installation.platform.runJobs.executor.stop()
        }
        let id = job.withLock { $0 }
        try await Server.with(in: directory) { server in
            // The provider goes on where it was, too.
            server.installation.provider.behave {
                $0.runState = .running
                $0.answersAll = true
            }
            #expect(try await server.send("GET", "/api/runs/jobs/\(id)").json["status"] == "running")
            await server.installation.platform.catchUp()
            let path = "/api/runs/jobs/\(id)"
            let ended = try await eventually("the job ends", satisfies: { $0["status"] != "running" }) {
                try await server.send("GET", path).json
            }
            #expect(ended["status"] == "complete" && ended["failed"] == 0, "\(ended.text)")
            // Those of the batch that was cut off are counted, too, whether or not they were reached then.
            #expect(ended["total"] == 50 && ended["done"] == 50 && ended["skipped"] == 0, "\(ended.text)")
            let list = try await server.send("GET", "/api/runs?limit=100&status=terminated").json["data"]?.array
            #expect(list?.count == 50)
        }
    }

    @Test("So many jobs of a project are executed at a time, and no more")
    func bounded() async throws {
        try await Server.with { server in
            let (_, id) = try await Self.workflow(server, runs: 1, on: [try await server.connection()])
            server.installation.provider.behave {
                $0.runState = .running
                $0.duringControl = { _ in try? await Task.sleep(for: .seconds(600)) }
            }
            var last = 0
            var jobs: [Server.Answer] = []
            while last != 409, jobs.count <= RunJobs.mostRunning {
                let answer = try await Self.start(server, "pause", ["workflowId": .string(id)])
                last = answer.status
                if last == 202 { jobs.append(answer) } else { #expect(answer.json["code"] == "runJob.tooMany") }
            }
            #expect(jobs.count == RunJobs.mostRunning)
            for job in jobs {
                let path = "/api/runs/jobs/\(job.json["id"]?.string ?? "")/cancel"
                #expect(try await server.send("POST", path).status == 200)
            }
            #expect(try await Self.start(server, "pause", ["runIds": ["none"]]).status == 202)
        }
    }
}
