import Foundation
import JSON
import TestSupport
import Testing

@Suite("The life of a run, on the real server", .timeLimit(.minutes(20)))
struct RunLifeTests {
    @Test("A waiting run is watched, paused, resumed, woken by an event, and another one is ended")
    func lifecycle() async throws {
        let folder = try TemporaryFolder()
        let server = try await ServerProcess(data: folder.url)
        let api = try APIClient(server, data: folder.url)
        let document = try JSONValue(parsing: Data(contentsOf: PackageRoot.fixture("workflows/human-approval.json")))
        let (workflow, _) = try await api.workflow(named: "Human approval", document)
        let path = "/api/workflows/\(workflow)"
        let body: JSONValue = [
            "connectionId": .string(try await api.localConnection()), "params": ["request": "a day off"],
        ]
        _ = try await api.call("POST", "\(path)/deploy", body)
        let id = try await api.call("POST", "\(path)/trigger", body)["id"]?.string ?? ""
        let run = "\(path)/runs/\(id)"
        try await api.wait(for: ["waiting"], run)
        let steps = try await api.call("GET", "\(run)/steps")["data"]?.array
        #expect(steps?.map { $0["status"] } == ["succeeded", "waiting"])
        #expect(steps?.map { $0["kind"] } == ["do", "wait"])

        #expect(try await api.call("POST", "\(run)/pause")["status"] == "paused")
        #expect(try await api.send("POST", "\(run)/pause").status == 409)
        let resumed = try await api.call("POST", "\(run)/resume")["status"]?.string ?? ""
        #expect(["queued", "running", "waiting"].contains(resumed))
        _ = try await api.call("POST", "\(run)/events", ["type": "approval", "payload": ["approved": true]])
        let ended = try await api.end(of: id, workflow)
        #expect(ended["status"] == "complete", "\(ended.text)\n\(server.output)")
        #expect(try await api.send("POST", "\(run)/events", ["type": "approval"]).status == 409)

        let other = try await api.call("POST", "\(path)/trigger", body)["id"]?.string ?? ""
        #expect(try await api.call("POST", "\(path)/runs/\(other)/terminate")["status"] == "terminated")
        #expect(try await api.send("POST", "\(path)/runs/\(other)/resume").status == 409)
        let watched = try await watch(id, server, folder.url)
        #expect(watched.status == 0, "\(watched.stderr)")
        #expect(watched.stdout.contains("Wait for the approval: succeeded"), "\(watched.stdout)")
        #expect(watched.stdout.contains("complete"))
        #expect(try await watch(other, server, folder.url).status == 2)

        let again = try await api.call("POST", "\(path)/runs/\(other)/restart")
        #expect(again["id"]?.string == other && again["finishedAt"] == .null, "\(again.text)")
        try await api.wait(for: ["waiting"], "\(path)/runs/\(other)")
        // Into a file, as into a pipe, it writes what it sees at once.
        let output = folder.url.appending(path: "watched")
        let watching = try await RunningProgram(
            executable: BuildProducts.millrace, arguments: try watchArguments(other, server, folder.url), output: output
        )
        try await eventually(
            "the line of the approval", satisfies: { $0.contains("Wait for the approval: waiting") }
        ) { try String(contentsOf: output, encoding: .utf8) }
        #expect(watching.end == nil)
        _ = try await api.call(
            "POST", "\(path)/runs/\(other)/events", ["type": "approval", "payload": ["approved": true]])
        #expect(try await api.end(of: other, workflow)["status"] == "complete", "\(server.output)")
        #expect(try await watching.wait() == .exit(0))
        let unknown = try await watch("none", server, folder.url)
        #expect(unknown.status == 66 && unknown.stderr.contains("Run none not found"))
        try await server.stop()
        let silent = try await watch(other, server, folder.url)
        #expect(silent.status == 69 && silent.stderr.contains("connection refused"), "\(silent.stderr)")
    }

    /// `millrace runs watch`, to its end.
    private func watch(_ id: String, _ server: ServerProcess, _ data: URL) async throws -> Command.Output {
        try await Command(executable: BuildProducts.millrace, arguments: watchArguments(id, server, data)).run()
    }

    private func watchArguments(_ id: String, _ server: ServerProcess, _ data: URL) throws -> [String] {
        let key = try String(contentsOf: data.appending(path: "initial-api-key"), encoding: .utf8)
        return [
            "runs", "watch", id, "--url", server.base, "--key", key.trimmingCharacters(in: .whitespacesAndNewlines),
        ]
    }
}
