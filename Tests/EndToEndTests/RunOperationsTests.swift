import Foundation
import JSON
import TestSupport
import Testing

@Suite("Operating runs, on the real server", .timeLimit(.minutes(4)))
struct RunOperationsTests {
    private func ended(_ job: JSONValue, _ api: APIClient) async throws -> JSONValue {
        let path = "/api/runs/jobs/\(job["id"]?.string ?? "none")"
        return try await eventually("the job ends", satisfies: { $0["status"] != "running" }) {
            try await api.call("GET", path)
        }
    }

    private func runs(_ path: String, _ api: APIClient) async throws -> [JSONValue] {
        try await api.call("GET", "\(path)/runs?limit=100")["data"]?.array ?? []
    }

    @Test("Runs are triggered together, terminated by a job that outlives a kill of the server, and purged")
    func job() async throws {
        let folder = try TemporaryFolder()
        let first = try await ServerProcess(data: folder.url)
        var api = try APIClient(first, data: folder.url)
        let document = try JSONValue(parsing: Data(contentsOf: PackageRoot.fixture("workflows/human-approval.json")))
        let (workflow, _) = try await api.workflow(named: "Human approval", document)
        let path = "/api/workflows/\(workflow)"
        let connection = JSONValue.string(try await api.localConnection())
        _ = try await api.call("POST", "\(path)/deploy", ["connectionId": connection])
        let items = [JSONValue](repeating: ["params": ["request": "a day off"]], count: 60)
        let batch = try await api.call(
            "POST", "\(path)/trigger-batch", ["connectionId": connection, "items": .array(items)])
        #expect(batch["data"]?.array?.count { $0["status"] == "started" } == 60, "\(batch.text)\n\(first.output)")
        let filter: JSONValue = ["workflowId": .string(workflow)]
        let job = try await api.call("POST", "/api/runs/jobs", ["action": "terminate", "filter": filter])
        #expect(job["total"] == 60)
        #expect(job["status"] != "complete", "Nothing is left of the job for another server: \(job.text)")
        try await first.killAtOnce()

        let second = try await ServerProcess(data: folder.url)
        api = try APIClient(second, data: folder.url)
        let done = try await ended(job, api)
        #expect(done["status"] == "complete" && done["failed"] == 0, "\(done.text)\n\(second.output)")
        let terminated = try await runs(path, api)
        #expect(terminated.count == 60 && terminated.allSatisfy { $0["status"] == "terminated" })

        let one = terminated[0]["id"]?.string ?? ""
        let deleted = try await api.call("DELETE", "\(path)/runs/\(one)")
        #expect(deleted == ["id": .string(one), "providerRecords": "deleted"])
        let purged = try await ended(try await api.call("POST", "/api/runs/purge", filter), api)
        #expect(purged["done"] == 59 && purged["failed"] == 0, "\(purged.text)\n\(second.output)")
        #expect(try await runs(path, api).isEmpty)
        // Neither has the provider any of them.
        for run in terminated.prefix(3) {
            let id = run["instanceId"]?.string ?? ""
            #expect(try await api.send("GET", "\(path)/runs/\(id)").status == 404)
        }
        try await second.stop()
    }

    /// Waits for an event, and fails until the key `repaired` is in a namespace.
    private static let repairable: JSONValue = [
        "metadata": [
            "name": "Repairable", "version": 1, "createdAt": "2026-11-01T09:00:00Z",
            "updatedAt": "2026-11-01T09:00:00Z",
        ],
        "nodes": [
            [
                "id": "wait", "type": "wait_for_event", "name": "Wait", "position": ["x": 0, "y": 0],
                "version": "1.0.0", "provider": "cloudflare", "data": ["eventType": "go", "timeout": "1 hour"],
            ],
            [
                "id": "end", "type": "step", "name": "End", "position": ["x": 0, "y": 0], "version": "1.0.0",
                "provider": "cloudflare",
                "data": [
                    "code": "if (!(await env.KV_STORE.get('repaired'))) throw new Error('not yet'); return 1;",
                    "retryLimit": 0,
                ],
            ],
        ],
        "edges": [["id": "e", "source": "wait", "target": "end"]], "entryNodeId": "wait", "trigger": ["type": "manual"],
    ]

    /// Starts a job, and follows it to its end.
    private func follow(_ action: String, _ workflow: String, _ api: APIClient) async throws -> [(String, JSONValue)] {
        let job = try await api.call(
            "POST", "/api/runs/jobs", ["action": .string(action), "filter": ["workflowId": .string(workflow)]])
        return try await api.events("GET", "/api/runs/jobs/\(job["id"]?.string ?? "none")/events")
            .map { ($0.name, $0.data) }
    }

    @Test("Many runs are paused, resumed and begun again by jobs, whose progress is followed to their ends")
    func control() async throws {
        try await LocalInstallation.running { installation in
            let (api, count) = (installation.api, 100)
            let connection = JSONValue.string(installation.connection)
            let (workflow, _) = try await api.workflow(
                named: "Repairable", Self.repairable, environment: ["KV_STORE_BINDING_ID": "store"])
            let path = "/api/workflows/\(workflow)"
            _ = try await api.call("POST", "\(path)/deploy", ["connectionId": connection])
            let items = [JSONValue](repeating: [:], count: count)
            _ = try await api.call(
                "POST", "\(path)/trigger-batch", ["connectionId": connection, "items": .array(items)])
            func all(_ status: String) async throws {
                try await eventually("all runs are \(status)", within: .seconds(120), equals: [status]) {
                    Set(try await runs(path, api).map { $0["status"]?.string ?? "" })
                }
            }
            func send() async throws {
                for run in try await runs(path, api) {
                    let id = run["id"]?.string ?? ""
                    _ = try await api.call("POST", "\(path)/runs/\(id)/events", ["type": "go", "payload": 1])
                }
            }
            func expect(_ events: [(String, JSONValue)]) {
                #expect(events.contains { $0.0 == "progress" && $0.1["status"] == "running" })
                #expect(events.dropLast().allSatisfy { $0.0 == "progress" })
                let last = events.last?.1 ?? .null
                #expect(events.last?.0 == "result" && last["status"] == "complete", "\(last.text)")
                #expect(last["total"] == .int(count) && last["done"] == .int(count), "\(last.text)")
                #expect(last["failed"] == 0, "\(last.text)")
                let done = events.compactMap { $0.1["done"]?.int }
                #expect(done == done.sorted())
            }
            try await all("waiting")
            expect(try await follow("pause", workflow, api))
            try await all("paused")
            // An event does not wake a run that is paused.
            try await send()
            try await all("paused")
            expect(try await follow("resume", workflow, api))
            try await all("errored")
            let repaired = "/api/resources/kv/namespaces/store/values/repaired?connectionId=\(installation.connection)"
            #expect(try await api.bytes("PUT", repaired, Array("1".utf8)).status == 200)
            expect(try await follow("restart", workflow, api))
            try await all("waiting")
            try await send()
            try await all("complete")
        }
    }

    @Test("A run is begun again from a step: what ran before it keeps its result")
    func restartFrom() async throws {
        try await LocalInstallation.running { installation in
            let document = LocalDocument.steps(
                "Restart", ("First", "return crypto.randomUUID();"),
                ("Second", "return { first: n0, second: crypto.randomUUID() };"))
            let worker = try await installation.deploy(document)
            let run = try await worker.trigger([:])
            let before = try await run.end()["output"]
            #expect(before?["first"]?.string != nil, "\(before?.text ?? "")\n\(installation.server.output)")
            let path = "/api/workflows/\(worker.id)/runs/\(run.id)/restart"
            let refused = try await installation.api.send("POST", path, ["from": ["name": "Third"]])
            #expect(refused.status == 400 && refused.body["code"] == "run.stepUnknown")
            _ = try await installation.api.call("POST", path, ["from": ["name": "Second"]])
            let after = try await run.end()["output"]
            #expect(after?["first"] == before?["first"] && after?["second"] != before?["second"])
            try await run.restart()
            #expect(try await run.end()["output"]?["first"] != before?["first"])
        }
    }
}
