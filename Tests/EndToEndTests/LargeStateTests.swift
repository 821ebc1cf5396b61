import Foundation
import JSON
import TestSupport
import Testing

@Suite("Runs with much state, on a real server with little memory", .serialized, .timeLimit(.minutes(30)))
struct LargeStateTests {
    /// Steps of a megabyte each, and then a wait for an event.
    private static let code = """
        for (let i = 0; i < event.payload.steps; i++) await step.do("s" + i, async () => "x".repeat(1_000_000));
        await step.waitForEvent("e", { type: "go", timeout: "1 hour" });
        return 1;
        """

    private static func deploy(_ api: APIClient) async throws -> (path: String, connection: JSONValue) {
        let connection = JSONValue.string(try await api.localConnection())
        let (workflow, _) = try await api.workflow(named: "Large", LocalDocument.inline("Large", code))
        let path = "/api/workflows/\(workflow)"
        _ = try await api.call("POST", "\(path)/deploy", ["connectionId": connection])
        return (path, connection)
    }

    /// Kilobytes that the process has had at most.
    private static func peak(of process: Int32) throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
        return try #require(line.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) })
    }

    @Test("Results are on the disk, and the server's memory grows by little of them, also when their runs go on")
    func results() async throws {
        let folder = try TemporaryFolder()
        let data = folder.url.appending(path: "data")
        let (runs, steps) = (Stress.size(small: 3, large: 10), Stress.size(small: 40, large: 100))
        let server = try await ServerProcess(data: data)
        let api = try APIClient(server, data: data)
        let (path, connection) = try await Self.deploy(api)
        func trigger(_ steps: Int) async throws -> String {
            let body: JSONValue = ["connectionId": connection, "params": ["steps": .int(steps)]]
            return try await api.call("POST", "\(path)/trigger", body)["id"]?.string ?? ""
        }
        // Large values take their time.
        func reach(_ statuses: [String], _ run: String) async throws -> JSONValue {
            try await eventually(
                "the run's status", within: .seconds(900),
                satisfies: { statuses.contains($0["status"]?.string ?? "") }
            ) { try await api.call("GET", "\(path)/runs/\(run)") }
        }
        func end(_ run: String) async throws {
            _ = try await api.call("POST", "\(path)/runs/\(run)/events", ["type": "go", "payload": 1])
            let end = try await reach(["complete", "errored"], run)
            #expect(end["status"] == "complete", "\(end.text)")
        }
        // What the first run costs by itself.
        let first = try await trigger(2)
        _ = try await reach(["waiting"], first)
        try await end(first)
        let process = try #require(server.identifier)
        let before = try Self.peak(of: process)
        var all: [String] = []
        for _ in 0..<runs { all.append(try await trigger(steps)) }
        for run in all {
            let state = try await reach(["waiting", "complete", "errored"], run)
            #expect(state["status"] == "waiting", "\(state.text)")
        }
        for run in all { try await end(run) }
        let after = try Self.peak(of: process)
        let results = runs * steps
        #expect(after - before < results * 1_000 / 2, "\(before) to \(after) KiB for \(results) MB of results")
        try await server.stop()
    }

    @Test(
        "A run that grows without end has its limit, and neither it nor a start after it ends the server",
        .enabled(if: Stress.isOn))
    func growth() async throws {
        let folder = try TemporaryFolder()
        let data = folder.url.appending(path: "data")
        // In memory the vendor's gigabyte is more than the server has.
        let megabytes = 1_100
        var server = try await BoundedServer.start(
            data: data, megabytes: megabytes, in: folder)
        var api = try APIClient(server, data: data)
        let (path, connection) = try await Self.deploy(api)
        let body: JSONValue = ["connectionId": connection, "params": ["steps": 3_000]]
        let run = try await api.call("POST", "\(path)/trigger", body)["id"]?.string ?? ""
        let growing = api
        _ = try await eventually("the run has ended", within: .seconds(900), satisfies: { $0 == "errored" }) {
            try await growing.call("GET", "\(path)/runs/\(run)")["status"]?.string
        }
        for _ in 0..<2 {
            let state = try await api.call("GET", "\(path)/runs/\(run)")
            #expect(state["error"]?["name"] == "LimitExceeded", "\(state.text)")
            #expect(server.identifier != nil)
            try await server.killAtOnce()
            server = try await BoundedServer.start(
                data: data, megabytes: megabytes, in: folder)
            api = try APIClient(server, data: data)
        }
        try await server.stop()
    }
}
