import PlatformFixtures
import PluginMessages
import Storage
import Testing

@testable import Platform

@Suite("Runs that are deleted while they are begun again", .timeLimit(.minutes(10)))
struct RunDeletionRaceTests {
    @Test("A run whose provider has deleted it before it was asked to restart it is gone, and both requests say so")
    func deleted() async throws {
        try await Installation.with { installation in
            let caller = try await installation.owner()
            let runs = installation.platform.runs
            let (workflow, connection) = try await installation.deployedWorkflow()
            let run = try await runs.trigger(caller, workflow, on: connection, params: [:])
            try await runs.note([
                ReportedRun(
                    deployment: run.deployment, state: RunState(instanceId: run.instance, status: .complete))
            ])
            let ended = try await installation.storage.read { try $0.run(run.id, of: workflow) }
            installation.provider.behave {
                $0.controlFailure = PluginFailure(code: "here.run.unknown", message: "There is no such run.")
                $0.duringControl = { _ in
                    let outcomes = try? await runs.deletion.delete([ended])
                    guard case .deleted(isKept: false)? = outcomes?[run.id] else {
                        Issue.record("\(String(describing: outcomes))")
                        return
                    }
                }
            }
            await #expect(throws: PlatformError.self) { _ = try await runs.restart(caller, of: workflow, run.id) }
            #expect(try await runs.list(caller, PageRequest()).elements.isEmpty)
        }
    }
}
