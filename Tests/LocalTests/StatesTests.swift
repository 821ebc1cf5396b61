import Foundation
import LocalRuntime
import PluginMessages
import TestSupport
import Testing

@Suite("What the host is told of all runs", .timeLimit(.minutes(3)))
struct StatesTests {
    private static let program = "await step.sleep(\"s\", event.payload.length); return event.payload.length;"

    private func page(
        _ fixture: LocalFixture, since: String? = nil, limit: Int = 100, connection: String = "c1",
        runs: [StatesRequest.DeploymentRuns] = []
    ) async throws -> RunStates {
        try await fixture.runtime.states(
            since: StatesRequest(
                credentials: Credentials(connectionId: connection, values: [:]), since: since, limit: limit, runs: runs)
        )
    }

    @Test("Pages have each run that began or changed since the last one, and only those")
    func pages() async throws {
        try await LocalFixture.with { fixture in
            let deployed = try await fixture.deploy(run: Self.program)
            for number in 0..<5 { try await deployed.trigger("r\(number)", params: ["length": .int(90 * 86_400_000)]) }
            for number in 0..<5 { _ = try await deployed.until("r\(number)") { $0.status == .waiting } }
            var seen: [String] = []
            var since: String?
            repeat {
                let page = try await page(fixture, since: since, limit: 2)
                #expect(page.changes.count <= 2)
                for change in page.changes {
                    #expect(change.deploymentId == "d1" && change.state.status == .waiting && change.createdAt > 0)
                    seen.append(change.state.instanceId)
                }
                since = page.next
                guard page.hasMore else { break }
            } while seen.count < 100
            #expect(seen.sorted() == (0..<5).map { "r\($0)" })
            let none = try await page(fixture, since: since)
            #expect(none.changes.isEmpty && !none.hasMore && none.next == since)
            try await deployed.control("r3", .terminate)
            let ended = try await page(fixture, since: since).changes
            #expect(ended.map(\.state.instanceId) == ["r3"] && ended.first?.state.status == .terminated)
            #expect(ended.first?.endedAt != nil)
            // A journal of an earlier time: everything is told anew.
            #expect(try await page(fixture, since: "1000000").changes.count == 5)
        }
    }

    @Test("A connection is told of its own runs and deployments, and of those it asks about which there are")
    func asked() async throws {
        try await LocalFixture.with { fixture in
            let module = LocalFixture.module(Self.program)
            let mine = try await fixture.deploy(module, id: "d1", workflow: "w1", connection: "c1")
            let other = try await fixture.deploy(module, id: "d2", workflow: "w2", connection: "c2")
            _ = try await mine.result("a", params: ["length": 1])
            _ = try await other.result("b", params: ["length": 2])
            let all = try await page(fixture)
            #expect(all.changes.map(\.state.instanceId) == ["a"] && all.deployments == ["d1"])
            #expect(all.changes.first?.state.output == 1)
            let asked = try await page(
                fixture, since: all.next,
                runs: [.init(deploymentId: "d1", reference: mine.handle.reference, instanceIds: ["a", "b", "c"])])
            #expect(asked.changes.map(\.state.instanceId) == ["a"])
            #expect(asked.unknown.map(\.deploymentId) == ["d1"])
            #expect(asked.unknown.flatMap(\.instanceIds) == ["b", "c"])
        }
    }

    @Test("A deploy that was cut off is deployed whole or not at all, and leaves no folder")
    func cutOff() async throws {
        let folder = try TemporaryFolder()
        let deployments = folder.url.appending(path: "data/deployments")
        try await LocalFixture.with(folder: folder) { fixture in _ = try await fixture.deploy(run: Self.program) }
        for name in ["d2", ".d3-draft"] {
            try FileManager.default.createDirectory(
                at: deployments.appending(path: name), withIntermediateDirectories: true)
        }
        try await LocalFixture.with(folder: folder) { fixture in
            #expect(try FileManager.default.contentsOfDirectory(atPath: deployments.path) == ["d1"])
            func recovery(_ id: String) async throws -> DeployResult? {
                try await fixture.runtime.recover(
                    RecoverRequest(
                        deploymentId: id, workflowId: "w1", credentials: Credentials(connectionId: "c1", values: [:]))
                ).result
            }
            #expect(try await recovery("d2") == nil)
            let handle = DeploymentHandle(
                reference: try #require(try await recovery("d1")?.reference),
                credentials: Credentials(connectionId: "c1", values: [:]))
            _ = try await fixture.runtime.trigger(TriggerRequest(deployment: handle, runId: "r", params: ["length": 1]))
            try await eventually("the run of the recovered deployment ends") {
                try await fixture.runtime.run(InstanceRequest(deployment: handle, instanceId: "r")).status == .complete
            }
        }
    }
}
