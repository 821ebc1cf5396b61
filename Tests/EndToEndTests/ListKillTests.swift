import Foundation
import JSON
import PluginMessages
import TestSupport
import Testing

@testable import LocalRuntime

@Suite("What lists say after the server was ended, on the real server", .timeLimit(.minutes(30)))
struct ListKillTests {
    /// All runs, as lists show them; none is asked for by itself.
    private static func list(
        _ api: APIClient
    ) async throws -> [(id: String, instance: String, status: String)] {
        var runs: [JSONValue] = []
        var cursor = ""
        repeat {
            let page = try await api.call("GET", "/api/runs?limit=100\(cursor)")
            runs += page["data"]?.array ?? []
            guard let next = page["nextCursor"]?.string else { break }
            cursor = "&cursor=\(next)"
        } while true
        return runs.map { run in
            func text(_ name: String) -> String { run[name]?.string ?? "" }
            return (text("id"), text("instanceId"), text("status"))
        }
    }

    static func journal(_ data: URL) async throws -> [(instance: String, status: String)] {
        let journal = try Journal(folder: data.appending(path: "plugins/local"))
        defer { try? journal.close() }
        return try await journal.changes(after: 0, limit: 1_000_000).records.map { ($0.id.name, $0.status.rawValue) }
    }

    @Test("Each run is listed as the provider has it, and no other is", arguments: [SIGKILL, SIGTERM])
    func lists(signal: Int32) async throws {
        var generator = SeededGenerator(seed: Stress.seed)
        let folder = try TemporaryFolder()
        let data = folder.url
        var server = try await ServerProcess(data: data)
        var api = try APIClient(server, data: data)
        let connection = try await api.localConnection()
        let document = LocalDocument.steps("Listed", ("A", "return 1;"), ("B", "return 2;"))
        let (workflow, _) = try await api.workflow(named: "Listed", document)
        let body: JSONValue = ["connectionId": .string(connection)]
        _ = try await api.call("POST", "/api/workflows/\(workflow)/deploy", body)
        var acknowledged: Set<String> = []
        for _ in 0..<Stress.size(small: 3, large: 20) {
            let load = SteadyLoad(api, workflow: workflow, body: body)
            try await eventually("a run is acknowledged, MILLRACE_SEED=\(Stress.seed)") { !load.acknowledged.isEmpty }
            try await Task.sleep(for: .milliseconds(Int.random(in: 300...1_000, using: &generator)))
            if signal == SIGKILL { try await server.killAtOnce() } else { try await server.stop() }
            await load.stop()
            acknowledged.formUnion(load.acknowledged)
            server = try await ServerProcess(data: data)
            api = try APIClient(server, data: data)
        }
        let ended = api
        try await eventually("all runs have ended", within: .seconds(250)) {
            try await Self.list(ended).allSatisfy { RunStatus(rawValue: $0.status)?.isTerminal == true }
        }
        try await server.stop()
        // What the provider has is read when nothing changes it any more.
        let truth = try await Self.journal(data)
        server = try await ServerProcess(data: data)
        let listed = try await Self.list(try APIClient(server, data: data))
        let (shown, kept) = (
            listed.map { "\($0.instance) \($0.status)" }, truth.map { "\($0.instance) \($0.status)" }
        )
        #expect(shown.sorted() == kept.sorted())
        #expect(!acknowledged.isEmpty)
        #expect(acknowledged.subtracting(listed.map(\.id)) == [])
        try await server.stop()
    }

    @Test("A request under an Idempotency-Key that was cut off starts one run, however often it is sent again")
    func idempotency() async throws {
        var generator = SeededGenerator(seed: Stress.seed)
        let folder = try TemporaryFolder()
        let data = folder.url
        var server = try await ServerProcess(data: data)
        var api = try APIClient(server, data: data)
        let body: JSONValue = ["connectionId": .string(try await api.localConnection())]
        let (workflow, _) = try await api.workflow(
            named: "Once", LocalDocument.steps("Once", ("A", "return event.payload.key;")))
        _ = try await api.call("POST", "/api/workflows/\(workflow)/deploy", body)
        let rounds = Stress.size(small: 6, large: 30)
        var (round, cuts) = (0, 0)
        // On a fast machine none of the first may be cut off.
        while round < rounds || cuts == 0 && round < 5 * rounds {
            let bytes = JSONValue.object(
                JSONObject(present: ("connectionId", body["connectionId"]), ("params", ["key": .int(round)]))
            ).bytes
            let trigger: @Sendable (APIClient) async throws -> Int = { [round] api in
                let answer = try await api.open(
                    "POST", "/api/workflows/\(workflow)/trigger", bytes,
                    headers: ["idempotency-key": "key-\(round)", "content-type": "application/json"])
                _ = try await answer.body.collect(upTo: 1 << 20)
                return Int(answer.status.code)
            }
            let current = api
            async let first = try? trigger(current)
            try await Task.sleep(for: .milliseconds(Int.random(in: 1...15, using: &generator)))
            try await server.killAtOnce()
            if await first == nil { cuts += 1 }
            server = try await ServerProcess(data: data)
            api = try APIClient(server, data: data)
            for _ in 0..<2 { #expect(try await trigger(api) == 201, "round \(round), MILLRACE_SEED=\(Stress.seed)") }
            round += 1
        }
        #expect(cuts > 0, "No request was cut off, MILLRACE_SEED=\(Stress.seed)")
        let listed = try await Self.list(api)
        #expect(listed.count == round)
        try await server.stop()
        #expect(try await Self.journal(data).count == round)
    }

    @Test("After a deploy that was cut off, what runs is what is listed as active, and no folder is left behind")
    func deploys() async throws {
        var generator = SeededGenerator(seed: Stress.seed)
        let folder = try TemporaryFolder()
        let data = folder.url
        // An address that stays the same, whoever starts meanwhile.
        let port = ["MILLRACE_LOCAL_PORT": "\(Int.random(in: 20_000..<30_000))"]
        var server = try await ServerProcess(data: data, environment: port)
        var api = try APIClient(server, data: data)
        let connection = try await api.localConnection()
        let body: JSONValue = ["connectionId": .string(connection)]
        let (workflow, first) = try await api.workflow(
            named: "Deployed", LocalDocument.steps("Deployed", ("A", "return 0;")))
        let url = try await api.call("POST", "/api/workflows/\(workflow)/deploy", body)["url"]?.string ?? ""
        var outputs = [first["id"]?.string ?? "": 0]
        let rounds = Stress.size(small: 6, large: 60)
        var (round, cuts) = (0, 0)
        // On a fast machine none of the first may be cut off.
        while round < rounds || cuts == 0 && round < 5 * rounds {
            round += 1
            let document = LocalDocument.steps("Deployed", ("A", "return \(round);"))
            let version = try await api.call("POST", "/api/workflows/\(workflow)/versions", ["ir": document])
            outputs[version["id"]?.string ?? ""] = round
            let current = api
            async let deployed = try? current.call("POST", "/api/workflows/\(workflow)/deploy", body)
            try await Task.sleep(for: .milliseconds(Int.random(in: 2...250, using: &generator)))
            try await server.killAtOnce()
            if await deployed == nil { cuts += 1 }
            server = try await ServerProcess(data: data, environment: port)
            api = try APIClient(server, data: data)
            // A start waits some seconds for what was cut off, and goes on with it while it serves.
            let (started, deployments) = (api, "/api/workflows/\(workflow)/deployments?status=")
            try await eventually("the deploys that go on", equals: []) {
                try await started.call("GET", "\(deployments)deploying")["data"] ?? .null
            }
            let active = try await api.call("GET", "\(deployments)active")["data"]?.array
            #expect(active?.count == 1)
            let expected = outputs[active?.first?["versionId"]?.string ?? ""]
            let run = try await api.call("POST", "/api/workflows/\(workflow)/trigger", body)["id"]?.string ?? ""
            #expect(
                try await api.end(of: run, workflow)["output"]?.int == expected,
                "round \(round), MILLRACE_SEED=\(Stress.seed)")
            // By its address, too.
            let asked = try JSONValue(
                parsing: try await APIClient(base: url, key: nil)
                    .bytes("POST", "", Array("{}".utf8), type: "application/json").body)
            let instance = asked["instanceId"]?.string ?? ""
            #expect(
                try await api.end(of: instance, workflow)["output"]?.int == expected,
                "round \(round), MILLRACE_SEED=\(Stress.seed)")
        }
        #expect(cuts > 0, "No deploy was cut off, MILLRACE_SEED=\(Stress.seed)")
        try await server.stop()
        server = try await ServerProcess(data: data)
        try await server.stop()
        let folders = try FileManager.default.contentsOfDirectory(
            atPath: data.appending(path: "plugins/local/deployments").path)
        #expect(folders.count == 1, "\(folders)")
    }
}
