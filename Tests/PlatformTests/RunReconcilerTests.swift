import JSON
import PlatformFixtures
import PluginHost
import PluginMessages
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Platform

@Suite("The list of runs against the provider's", .timeLimit(.minutes(10)))
struct RunReconcilerTests {
    private func change(
        _ instance: String, _ status: RunStatus, of deployment: DeploymentID, at time: Int = 1_000,
        output: JSONValue? = nil
    ) -> RunChange {
        RunChange(
            deploymentId: deployment.text, state: RunState(instanceId: instance, status: status, output: output),
            createdAt: time, endedAt: status.isTerminal ? time + 500 : nil)
    }

    private func list(_ installation: Installation) async throws -> [Run] {
        try await installation.platform.runs.list(
            try await installation.owner(), PageRequest(limit: 100)
        ).elements
    }

    @Test("What was missed is taken over: ends, and runs that nobody told of, with their times")
    func missed() async throws {
        try await Installation.with { installation in
            let caller = try await installation.owner()
            let (workflow, connection) = try await installation.deployedWorkflow()
            let run = try await installation.platform.runs.trigger(caller, workflow, on: connection, params: ["n": 1])
            installation.provider.behave {
                $0.changes = [
                    change(run.instance, .complete, of: run.deployment, output: 7),
                    change("by-schedule", .errored, of: run.deployment, at: 5_000),
                    change("elsewhere", .complete, of: DeploymentID("of another connection")),
                ]
            }
            await installation.platform.catchUp()
            let runs = try await list(installation)
            #expect(Set(runs.map(\.instance)) == [run.instance, "by-schedule"])
            let ended = try #require(runs.first { $0.id == run.id })
            #expect(ended.status == .complete && ended.finishedAt == Timestamp(milliseconds: 1_500))
            #expect(try await installation.platform.runs.get(caller, of: workflow, run.id).params == ["n": 1])
            #expect(runs.first { $0.instance == "by-schedule" }?.createdAt == Timestamp(milliseconds: 5_000))
        }
    }

    @Test("Runs are compared when events were dropped, since too many came")
    func droppedEvents() async throws {
        let (events, sink) = AsyncStream.makeStream(of: PluginEvent.self)
        let installation = try await Installation(contributions: FakeContributions(events: events))
        defer { installation.remove() }
        let caller = try await installation.owner()
        let (workflow, connection) = try await installation.deployedWorkflow()
        let run = try await installation.platform.runs.trigger(caller, workflow, on: connection, params: [:])
        installation.provider.behave { $0.changes = [change(run.instance, .complete, of: run.deployment, output: 7)] }
        #expect(try await list(installation).map(\.status) != [.complete])
        let listening = Task { await installation.platform.listen() }
        sink.yield(PluginEvent(plugin: "fake", providers: ["here"], name: PluginEvent.lost, payload: 3))
        try await eventually("the run's status", equals: [.complete]) { try await list(installation).map(\.status) }
        sink.finish()
        await listening.value
    }

    @Test("A run that the provider does not have is removed when it never began, and has failed otherwise")
    func lost() async throws {
        try await Installation.with { installation in
            let caller = try await installation.owner()
            let runs = installation.platform.runs
            let (workflow, connection) = try await installation.deployedWorkflow()
            var ids: [RunID] = []
            for _ in 0..<3 { ids.append(try await runs.trigger(caller, workflow, on: connection, params: [:]).id) }
            let deployment = try await runs.get(caller, of: workflow, ids[2]).deployment
            installation.provider.behave { $0.unknown = Set(ids.map(\.text)) }
            try await runs.note([
                ReportedRun(deployment: deployment, state: RunState(instanceId: ids[1].text, status: .waiting)),
                ReportedRun(deployment: deployment, state: RunState(instanceId: ids[2].text, status: .complete)),
            ])
            await installation.platform.catchUp()
            let kept = try await list(installation)
            #expect(Set(kept.map(\.id)) == [ids[1], ids[2]])
            let failed = try #require(kept.first { $0.id == ids[1] })
            #expect(failed.status == .errored && failed.error?.name == "run.lost")
            #expect(kept.first { $0.id == ids[2] }?.status == .complete)
        }
    }

    @Test("A run that changes while its provider is asked for it is not taken for lost")
    func changedMeanwhile() async throws {
        try await Installation.with { installation in
            let caller = try await installation.owner()
            let (runs, provider) = (installation.platform.runs, installation.provider)
            let (workflow, connection) = try await installation.deployedWorkflow()
            let run = try await runs.trigger(caller, workflow, on: connection, params: [:])
            let asked = Mutex(0)
            provider.behave {
                $0.unknown = [run.instance]
                $0.duringStates = { request in
                    guard request.runs.contains(where: { $0.instanceIds.contains(run.instance) }) else { return }
                    asked.withLock { $0 += 1 }
                    // Only this answer is about the run as it was before.
                    provider.behave { $0.unknown = [] }
                    do {
                        let state = RunState(instanceId: run.instance, status: .waiting)
                        try await runs.note([ReportedRun(deployment: run.deployment, state: state)])
                    } catch {
                        Issue.record("\(error)")
                    }
                }
            }
            await installation.platform.catchUp()
            #expect(asked.withLock { $0 } > 0)
            #expect(try await list(installation).map(\.status) == [.waiting])
        }
    }

    @Test(
        "Many changes and many runs come page by page, each once, and the next comparison begins where this one ended")
    func pages() async throws {
        try await Installation.with { installation in
            let caller = try await installation.owner()
            let (workflow, connection) = try await installation.deployedWorkflow()
            let run = try await installation.platform.runs.trigger(caller, workflow, on: connection, params: [:])
            installation.provider.behave {
                $0.changes = (0..<1_300).map { change("i\($0)", .waiting, of: run.deployment, at: 1_000 + $0) }
                $0.unknown = Set((0..<1_300).filter { $0.isMultiple(of: 2) }.map { "i\($0)" })
            }
            await installation.platform.catchUp()
            let counts = try await installation.storage.read {
                try $0.query("SELECT status, count(*) AS count FROM runs GROUP BY status").map {
                    (try $0["status"] as String, try $0["count"] as Int)
                }
            }
            #expect(Dictionary(uniqueKeysWithValues: counts) == ["queued": 1, "waiting": 650, "errored": 650])
            installation.provider.behave { $0.changes.append(change("later", .queued, of: run.deployment, at: 5_000)) }
            let calls = installation.provider.calls.count
            await installation.platform.catchUp()
            let asked = installation.provider.calls.dropFirst(calls).first { $0.method == "provider.states" }
            #expect(asked?.request["since"] == "1300")
            #expect(try await list(installation).contains { $0.instance == "later" })
        }
    }

    @Test("What the provider does not have deployed any more is listed as removed")
    func deployments() async throws {
        try await Installation.with { installation in
            let caller = try await installation.owner()
            let platform = installation.platform
            let (workflow, _) = try await installation.deployedWorkflow()
            let (gone, _) = try await installation.deployedWorkflow()
            let kept = try #require(
                try await platform.deployments.list(caller, of: workflow, PageRequest()).elements.first)
            installation.provider.behave { $0.deployments = [kept.id.text] }
            await platform.catchUp()
            func status(_ workflow: WorkflowID) async throws -> Deployment.Status? {
                try await platform.deployments.list(caller, of: workflow, PageRequest()).elements.first?.status
            }
            #expect(try await status(workflow) == .active)
            #expect(try await status(gone) == .removed)
            #expect(try await platform.workflows.get(caller, gone).workflow.activeVersion == nil)
        }
    }

    @Test("Where deployments answer follows their provider")
    func addresses() async throws {
        try await Installation.with { installation in
            let caller = try await installation.owner()
            let platform = installation.platform
            let (workflow, _) = try await installation.deployedWorkflow()
            func deployment() async throws -> Deployment {
                try #require(try await platform.deployments.list(caller, of: workflow, PageRequest()).elements.first)
            }
            let before = try await deployment()
            for (urls, expected) in [
                (nil, before.url), ([:], before.url), ([before.id.text: "https://f.example"], "https://f.example"),
            ] as [([String: String]?, String?)] {
                installation.provider.behave {
                    $0.deployments = [before.id.text]
                    $0.urls = urls
                }
                await platform.catchUp()
                #expect(try await deployment().url == expected)
            }
        }
    }
}
