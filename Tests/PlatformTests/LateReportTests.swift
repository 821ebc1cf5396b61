import PlatformFixtures
import PluginMessages
import Storage
import Synchronization
import Testing

@testable import Platform

@Suite("Ends of runs that are reported late", .timeLimit(.minutes(10)))
struct LateReportTests {
    @Test("A run that is begun again while its provider is asked about an end goes on; its next end counts")
    func restarted() async throws {
        try await Installation.with { installation in
            let caller = try await installation.owner()
            let runs = installation.platform.runs
            let (workflow, connection) = try await installation.deployedWorkflow()
            let run = try await runs.trigger(caller, workflow, on: connection, params: [:])
            let end = ReportedRun(
                deployment: run.deployment, state: RunState(instanceId: run.instance, status: .complete, output: "old"))
            _ = try await runs.restart(caller, of: workflow, run.id)
            // The end of its second life is on its way when the third begins.
            let isFirst = Mutex(true)
            let provider = installation.provider
            provider.behave {
                $0.runState = .complete
                $0.output = "old"
                $0.duringRun = {
                    let begins = isFirst.withLock { isFirst in
                        defer { isFirst = false }
                        return isFirst
                    }
                    guard begins else { return }
                    _ = try? await runs.restart(caller, of: workflow, run.id)
                    provider.behave {
                        $0.runState = .running
                        $0.output = nil
                    }
                }
            }
            try await runs.note([end])
            #expect(isFirst.withLock { !$0 })
            let kept = try #require(try await runs.list(caller, PageRequest()).elements.first)
            #expect(kept.status == .running && kept.output == nil)
            provider.behave { $0.runState = .complete }
            try await runs.note([end])
            let ended = try #require(try await runs.list(caller, PageRequest()).elements.first)
            #expect(ended.status == .complete)
        }
    }

    @Test("An end that is reported while the provider begins the run again is not the end of the new life")
    func reportedMeanwhile() async throws {
        try await Installation.with { installation in
            let caller = try await installation.owner()
            let (runs, provider) = (installation.platform.runs, installation.provider)
            let (workflow, connection) = try await installation.deployedWorkflow()
            let run = try await runs.trigger(caller, workflow, on: connection, params: [:])
            let end = ReportedRun(
                deployment: run.deployment, state: RunState(instanceId: run.instance, status: .complete, output: "old"))
            provider.behave {
                $0.runState = .complete
                $0.output = "old"
                $0.duringControl = { _ in
                    try? await runs.note([end])
                    let meanwhile = try? await runs.list(caller, PageRequest()).elements.first
                    #expect(meanwhile?.status == .complete)
                    provider.behave {
                        $0.runState = .running
                        $0.output = nil
                    }
                }
            }
            let restarted = try await runs.restart(caller, of: workflow, run.id)
            let kept = try #require(try await runs.list(caller, PageRequest()).elements.first)
            for state in [restarted, kept] { #expect(state.status == .running && state.output == nil) }
        }
    }
}
