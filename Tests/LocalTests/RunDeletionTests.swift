import LocalRuntime
import PluginMessages
import TestSupport
import Testing

@Suite("Runs that are deleted", .timeLimit(.minutes(3)))
struct RunDeletionTests {
    private static let program = """
        console.log("here");
        await step.do("a", async () => 1);
        await step.sleep("s", event.payload.length);
        return "done";
        """

    private func delete(_ ids: [String], _ deployed: Deployed) async throws -> [String] {
        try await deployed.runtime.deleteRuns(DeleteRunsRequest(deployment: deployed.handle, instanceIds: ids)).unended
    }

    @Test("Nothing is left of a run that has ended; one that goes on is not touched, and the id is free again")
    func deletion() async throws {
        try await LocalFixture.with { fixture in
            let deployed = try await fixture.deploy(run: Self.program)
            _ = try await deployed.result("complete", params: ["length": 1])
            for id in ["terminated", "waits", "paused"] {
                try await deployed.trigger(id, params: ["length": 86_400_000])
            }
            for id in ["terminated", "waits", "paused"] { _ = try await deployed.until(id) { $0.status == .waiting } }
            try await deployed.control("terminated", .terminate)
            try await deployed.control("paused", .pause)
            let all = ["complete", "terminated", "waits", "paused", "never"]
            #expect(try await delete(all, deployed).sorted() == ["paused", "waits"])
            for id in ["complete", "terminated"] {
                await #expect(throws: PluginFailure.self) { try await deployed.state(id) }
                #expect(try await deployed.steps(id).isEmpty)
                #expect(try await deployed.logs(id).isEmpty)
            }
            #expect(try await deployed.state("waits").status == .waiting)
            #expect(try await deployed.steps("paused").count == 2)
            #expect(try await delete(["complete"], deployed).isEmpty)
            #expect(try await deployed.result("complete", params: ["length": 1]).output == "done")
        }
    }

    @Test("The host is told of what comes after a deletion of the newest run, also after another start")
    func changesGoOn() async throws {
        let folder = try TemporaryFolder()
        var since: String?
        let handle = try await LocalFixture.with(folder: folder) { fixture in
            let deployed = try await fixture.deploy(run: Self.program)
            _ = try await deployed.result("a", params: ["length": 1])
            since = try await page(fixture, nil).next
            #expect(try await delete(["a"], deployed).isEmpty)
            return deployed
        }
        let known = since
        try await LocalFixture.with(folder: folder) { fixture in
            let none = try await page(fixture, known)
            #expect(none.changes.isEmpty && !none.hasMore)
            _ = try await handle.at(fixture.runtime).result("b", params: ["length": 1])
            let next = try await page(fixture, known)
            #expect(next.changes.map(\.state.instanceId) == ["b"])
            #expect(next.changes.first?.state.status == .complete)
        }
    }

    private func page(_ fixture: LocalFixture, _ since: String?) async throws -> RunStates {
        try await fixture.runtime.states(
            since: StatesRequest(credentials: Credentials(connectionId: "c1", values: [:]), since: since, limit: 100))
    }
}
