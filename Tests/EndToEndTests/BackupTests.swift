import Foundation
import JSON
import TestSupport
import Testing

@Suite("millrace backup, restore and doctor, beside the real server", .serialized, .timeLimit(.minutes(10)))
struct BackupTests {
    private func millrace(_ arguments: String...) async throws -> Command.Output {
        try await Command(executable: BuildProducts.millrace, arguments: arguments).run()
    }

    /// Runs as lists show them, by their ids.
    private static func statuses(_ api: APIClient) async throws -> [String: String] {
        var statuses: [String: String] = [:]
        var cursor = ""
        while true {
            let page = try await api.call("GET", "/api/runs?limit=100\(cursor)")
            for run in page["data"]?.array ?? [] { statuses[run["id"]?.string ?? ""] = run["status"]?.string ?? "" }
            guard let next = page["nextCursor"]?.string else { return statuses }
            cursor = "&cursor=\(next)"
        }
    }

    /// A program whose run waits a little, so that some wait at any time, and that writes to a resource.
    private static let document: JSONValue = LocalDocument.steps(
        "Kept", ("A", "await env.KV_STORE.put('key', 'value'); return 1;"),
        ("B", "await new Promise((done) => setTimeout(done, 300)); return 2;"))

    /// Deploys the program; what a trigger of it sends.
    private static func deploy(_ api: APIClient) async throws -> (workflow: String, trigger: JSONValue) {
        let (workflow, _) = try await api.workflow(
            named: "Kept", document, environment: ["KV_STORE_BINDING_ID": "kept"])
        let body: JSONValue = ["connectionId": .string(try await api.localConnection())]
        _ = try await api.call("POST", "/api/workflows/\(workflow)/deploy", body)
        return (workflow, body)
    }

    @Test("A copy made under load has every run that was acknowledged before, and a server goes on with them elsewhere")
    func underLoad() async throws {
        let folder = try TemporaryFolder()
        let data = folder.url.appending(path: "data")
        let server = try await ServerProcess(data: data)
        let api = try APIClient(server, data: data)
        let (workflow, body) = try await Self.deploy(api)
        let load = SteadyLoad(api, workflow: workflow, body: body)
        try await eventually("some runs", within: .seconds(200)) { load.acknowledged.count > 40 }
        let copies = ["first", "second"].map { folder.url.appending(path: $0).path }
        var before: [[String]] = []
        for copy in copies {
            before.append(load.acknowledged)
            let output = try await millrace("backup", copy, "--data", data.path)
            #expect(output.status == 0, "\(output)")
            #expect(output.stdout.contains("master key"))
        }
        await load.stop()
        try await server.killAtOnce()
        for (copy, runs) in zip(copies, before) {
            let target = folder.url.appending(path: "restored-\(UUID().uuidString)")
            let output = try await millrace(
                "restore", copy, "--data", target.path, "--master-key", data.appending(path: "master.key").path)
            #expect(output.status == 0, "\(output)")
            let doctor = try await millrace("doctor", "--data", target.path)
            #expect(doctor.status == 0, "\(doctor)")
            let restored = try await ServerProcess(data: target)
            let key = try String(contentsOf: data.appending(path: "initial-api-key"), encoding: .utf8)
            let copied = APIClient(base: restored.base, key: key.trimmingCharacters(in: .whitespacesAndNewlines))
            try await eventually("all runs have ended", within: .seconds(250)) {
                try await Self.statuses(copied).values.allSatisfy {
                    ["complete", "errored", "terminated"].contains($0)
                }
            }
            let statuses = try await Self.statuses(copied)
            #expect(runs.allSatisfy { statuses[$0] == "complete" })
            #expect(statuses.values.allSatisfy { $0 == "complete" })
            // New ones are accepted, too.
            let id = try await copied.call("POST", "/api/workflows/\(workflow)/trigger", body)["id"]?.string ?? ""
            #expect(try await copied.end(of: id, workflow)["status"] == "complete")
            try await restored.stop()
        }
    }

    @Test("The doctor names missing files, leftovers and runs that do not agree, and repairs what is safe")
    func doctor() async throws {
        let folder = try TemporaryFolder()
        let data = folder.url.appending(path: "data")
        var server = try await ServerProcess(data: data)
        let api = try APIClient(server, data: data)
        let (workflow, body) = try await Self.deploy(api)
        let id = try await api.call("POST", "/api/workflows/\(workflow)/trigger", body)["id"]?.string ?? ""
        _ = try await api.end(of: id, workflow)
        let running = try await millrace("doctor", "--data", data.path, "--repair")
        #expect(running.status == 75, "\(running)")
        try await server.stop()
        chmod(data.path, 0o700)
        _ = try await millrace("doctor", "--data", data.path, "--repair")
        let healthy = try await millrace("doctor", "--data", data.path)
        #expect(healthy.status == 0, "\(healthy)")
        #expect(healthy.stdout.contains("1 deployments are present"))

        let deployments = data.appending(path: "plugins/local/deployments")
        let deployed = try #require(try FileManager.default.contentsOfDirectory(atPath: deployments.path).first)
        try FileManager.default.copyItem(
            at: deployments.appending(path: deployed), to: deployments.appending(path: "left-over"))
        let module = deployments.appending(path: "\(deployed)/worker.ts")
        let whole = try Data(contentsOf: module)
        try whole.prefix(whole.count / 2).write(to: module)
        let damaged = try await millrace("doctor", "--data", data.path)
        #expect(damaged.status == 65 && damaged.stdout.contains("local.files.damaged"), "\(damaged)")
        try FileManager.default.removeItem(at: module)
        let found = try await millrace("doctor", "--data", data.path)
        #expect(found.status == 65, "\(found)")
        #expect(found.stdout.contains("local.files.missing") && found.stdout.contains("deployments/left-over"))
        // Where both outputs go to one place, the findings come before their sum.
        let log = try await Command(
            "sh", ["-c", "exec \"$0\" doctor --data \"$1\" 2>&1", BuildProducts.millrace.path, data.path]
        ).run()
        #expect(log.stdout.contains(#/local\.files\.missing[\s\S]*\nError: \d+ problem/#), "\(log)")
        #expect(FileManager.default.fileExists(atPath: deployments.appending(path: "left-over").path))
        let repaired = try await millrace("doctor", "--data", data.path, "--repair")
        #expect(repaired.status == 65, "\(repaired)")
        #expect(repaired.stdout.contains("repaired  local.files.leftover"))
        #expect(!FileManager.default.fileExists(atPath: deployments.appending(path: "left-over").path))
        let again = try await millrace("doctor", "--data", data.path, "--json")
        #expect(again.stdout.contains("local.files.missing") && !again.stdout.contains("leftover"))
        // The server starts and reports the same.
        server = try await ServerProcess(data: data)
        try await server.stop()
    }
}
