import Foundation
import JSON
import PluginMessages
import Storage
import TestSupport
import Testing

@Suite("What a stop leaves in the list, on the real server", .timeLimit(.minutes(10)))
struct DrainTests {
    /// What the database has once no process has it open: a start would compare it with the provider.
    private static func listed(_ data: URL) async throws -> [(id: String, instance: String, status: String)] {
        let database = try SQLiteDriver(path: data.appending(path: "millrace.sqlite").path, readers: 1)
        defer { try? database.close() }
        return try await database.read {
            try $0.query("SELECT id, instance_id, status FROM runs").map {
                (try $0["id"], try $0["instance_id"], try $0["status"])
            }
        }
    }

    @Test("After SIGTERM under load the list has each run's end that the provider knows, before the next start")
    func drained() async throws {
        let folder = try TemporaryFolder()
        let data = folder.url
        var acknowledged: Set<String> = []
        var ended = 0
        for round in 0..<Stress.size(small: 3, large: 20) {
            let server = try await ServerProcess(data: data)
            let api = try APIClient(server, data: data)
            let body: JSONValue = ["connectionId": .string(try await api.localConnection())]
            let (workflow, _) = try await api.workflow(
                named: "Drained", LocalDocument.steps("Drained", ("A", "return 1;"), ("B", "return 2;")))
            _ = try await api.call("POST", "/api/workflows/\(workflow)/deploy", body)
            let load = SteadyLoad(api, workflow: workflow, body: body)
            try await eventually("some runs are acknowledged", within: .seconds(120)) { load.acknowledged.count >= 40 }
            try await server.stop()
            await load.stop()
            acknowledged.formUnion(load.acknowledged)
            let listed = try await Self.listed(data)
            #expect(acknowledged.subtracting(listed.map(\.id)) == [], "round \(round)")
            let statuses = Dictionary(uniqueKeysWithValues: listed.map { ($0.instance, $0.status) })
            let journal = try await ListKillTests.journal(data)
            let ends = journal.filter { RunStatus(rawValue: $0.status)?.isTerminal == true }
            let wrong = ends.filter { statuses[$0.instance] != $0.status }
            #expect(wrong.isEmpty, "round \(round): \(wrong.count) of \(ends.count), such as \(wrong.prefix(3))")
            ended = ends.count
        }
        #expect(ended >= 40)
    }
}
