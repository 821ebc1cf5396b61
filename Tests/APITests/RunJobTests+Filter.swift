import JSON
import PlatformFixtures
import PluginMessages
import Storage
import Synchronization
import TestSupport
import Testing

@testable import API
@testable import Platform

// The filter of a job as requests and responses have it.
extension RunJobTests {
    @Test("A job shows every member of its request's filter, when it is started and when it is read")
    func shownFilter() async throws {
        try await Server.with { server in
            let connection = try await server.connection()
            let (path, id) = try await Self.workflow(server, runs: 1, on: [connection])
            let versions = try await server.send("GET", "\(path)/versions").json["data"]?.array ?? []
            let version = try #require(versions.first?["id"])
            let time: JSONValue = "2026-01-01T02:00:00+02:00"
            let filter: JSONObject = [
                "workflowId": .string(id), "versionId": version, "connectionId": connection,
                "status": ["queued", "running"], "createdAfter": time, "createdBefore": time, "endedBefore": time,
                "runIds": ["a", "b"],
            ]
            #expect(filter.count == RunFilterMember.all.count)
            let started = try await Self.start(server, "pause", .object(filter))
            var shown = filter
            for name in ["createdAfter", "createdBefore", "endedBefore"] { shown[name] = "2026-01-01T00:00:00.000Z" }
            #expect(started.status == 202 && started.json["filter"] == .object(shown), "\(started.text)")
            #expect(try await Self.job(server, started)["filter"] == .object(shown))
            let log = try await server.send("GET", "/api/audit-log?action=runJob.create").json["data"]
            #expect(log?.array?.first?["details"]?["filter"] == .object(shown), "\(log?.text ?? "")")
        }
    }

    @Test("Runs are chosen by when they ended, whenever they began")
    func endedBefore() async throws {
        try await Server.with { server in
            let (path, id) = try await Self.workflow(server, runs: 3, on: [try await server.connection()])
            try await server.installation.storage.transaction { database in
                try database.execute(
                    "UPDATE runs SET status = 'errored', created_at = $1, finished_at = $2",
                    [Timestamp(milliseconds: 1_000), Timestamp(milliseconds: 5_000)])
                try database.execute(
                    "UPDATE runs SET finished_at = $1 WHERE id IN (SELECT id FROM runs LIMIT 1)",
                    [Timestamp(milliseconds: 2_000)])
            }
            let filter: JSONValue = [
                "workflowId": .string(id), "status": ["errored"], "endedBefore": "1970-01-01T00:00:03Z",
            ]
            let ended = try await Self.job(server, server.send("POST", "/api/runs/purge", filter))
            #expect(ended["done"] == 1 && ended["total"] == 1, "\(ended.text)")
            #expect(try await Self.statuses(server, path) == ["errored": 2])
        }
    }
}
