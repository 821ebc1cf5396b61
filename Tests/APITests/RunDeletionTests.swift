import JSON
import PlatformFixtures
import PluginMessages
import Storage
import Testing

@testable import API
@testable import Platform

@Suite(.timeLimit(.minutes(10))) struct RunDeletionTests {
    /// A server with a run; the paths of its workflow and of the run, and its deployment.
    private static func withRun(
        _ contributions: FakeContributions = FakeContributions(),
        _ body:
            @escaping @Sendable (Server, _ workflow: String, _ run: String, _ deployment: DeploymentID) async throws
            -> Void
    ) async throws {
        try await Server.with(contributions: contributions) { server in
            let (path, _) = try await server.workflow()
            let target: JSONValue = ["connectionId": try await server.connection()]
            let deployment = try await server.send("POST", "\(path)/deploy", target).json["id"]?.string ?? ""
            let id = try await server.send("POST", "\(path)/trigger", target).json["id"]?.string ?? ""
            try await body(server, path, "\(path)/runs/\(id)", DeploymentID(deployment))
        }
    }

    private static func ids(_ server: Server, _ workflow: String) async throws -> [String] {
        let list = try await server.send("GET", "\(workflow)/runs").json["data"]?.array
        return list?.compactMap { $0["id"]?.string } ?? []
    }

    @Test("A run that has not ended stays; one that has is deleted, also at its provider, and leaves the list")
    func deletion() async throws {
        try await Self.withRun { server, workflow, run, _ in
            let provider = server.installation.provider
            for status in RunStatus.allCases where !status.isTerminal {
                provider.behave { $0.runState = status }
                let refused = try await server.send("DELETE", run)
                #expect(refused.status == 409 && refused.json["code"] == "run.notEnded", "\(status)")
            }
            #expect(!provider.calls.contains { $0.method == "provider.deleteRuns" })
            provider.behave { $0.runState = .complete }
            let reader = try await server.key([.read, .deploy])
            #expect(try await server.send("DELETE", run, key: reader).status == 403)
            let id = try await Self.ids(server, workflow).first
            let deleted = try await server.send("DELETE", run)
            #expect(deleted.status == 200)
            #expect(deleted.json == ["id": id.map(JSONValue.string) ?? .null, "providerRecords": "deleted"])
            let asked = provider.calls.last { $0.method == "provider.deleteRuns" }?.request
            #expect(asked?["instanceIds"] == [id.map(JSONValue.string) ?? .null])
            #expect(try await Self.ids(server, workflow).isEmpty)
            for (method, path) in [("GET", run), ("GET", "\(run)/steps"), ("DELETE", run), ("POST", "\(run)/restart")] {
                #expect(try await server.send(method, path).status == 404, "\(method) \(path)")
            }
        }
    }

    @Test("What the provider refuses or cannot do now leaves the run as it is")
    func refused() async throws {
        try await Self.withRun { server, workflow, run, _ in
            let provider = server.installation.provider
            provider.behave { $0.runState = .errored }
            let before = try await server.send("GET", run).json
            provider.behave { $0.unended = [before["instanceId"]?.string ?? ""] }
            #expect(try await server.send("DELETE", run).json["code"] == "run.notEnded")
            provider.behave {
                $0.unended = []
                $0.deleteFailure = PluginFailure(code: "here.down", message: "Down.")
            }
            let failed = try await server.send("DELETE", run)
            #expect(failed.status == 502 && failed.json["code"] == "here.down")
            #expect(try await server.send("GET", run).json == before)
            provider.behave { $0.deleteFailure = nil }
            #expect(try await server.send("DELETE", run).status == 200)
        }
    }

    @Test("Reports that were under way do not bring a deleted run back; another run under its id is listed")
    func lateReports() async throws {
        try await Self.withRun { server, workflow, run, deployment in
            let provider = server.installation.provider
            provider.behave { $0.runState = .complete }
            let instance = try await server.send("GET", run).json["instanceId"]?.string ?? ""
            #expect(try await server.send("DELETE", run).status == 200)
            let runs = server.installation.platform.runs
            let late = RunState(instanceId: instance, status: .complete)
            try await runs.note([ReportedRun(deployment: deployment, state: late)])
            try await runs.note([
                ReportedRun(deployment: deployment, state: late, createdAt: Timestamp(milliseconds: 1))
            ])
            #expect(try await Self.ids(server, workflow).isEmpty)
            // A program may begin another run under the same id.
            provider.behave {
                $0.runState = .running
                $0.ownInstances = [instance]
            }
            try await runs.note([
                ReportedRun(deployment: deployment, state: RunState(instanceId: instance, status: .running))
            ])
            #expect(try await Self.ids(server, workflow).count == 1)
        }
    }

    @Test("Of a provider that cannot delete runs the list forgets the run, and says that the provider has not")
    func kept() async throws {
        try await Self.withRun(FakeContributions(without: [.deleteRuns])) { server, workflow, run, deployment in
            let provider = server.installation.provider
            provider.behave { $0.runState = .complete }
            let instance = try await server.send("GET", run).json["instanceId"]?.string ?? ""
            let deleted = try await server.send("DELETE", run)
            #expect(deleted.status == 200 && deleted.json["providerRecords"] == "kept")
            #expect(!provider.calls.contains { $0.method == "provider.deleteRuns" })
            // The provider would find it.
            #expect(try await server.send("GET", run).status == 404)
            #expect(try await server.send("GET", "\(workflow)/runs/\(instance)").status == 404)
            try await server.installation.platform.runs.note([
                ReportedRun(deployment: deployment, state: RunState(instanceId: instance, status: .complete))
            ])
            #expect(try await Self.ids(server, workflow).isEmpty)
        }
    }
}
