import JSON
import PlatformFixtures
import PluginMessages
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Platform

@Suite("Lists that are compared with providers while the server serves", .timeLimit(.minutes(10)))
struct BackgroundReconcilerTests {
    private func rounds(_ installation: Installation) -> Int {
        installation.provider.calls.count { $0.method == "provider.states" }
    }

    /// Runs a body beside the comparison.
    private func compare(_ installation: Installation, _ body: () async throws -> Void) async throws {
        let reconciler = installation.platform.reconciler
        let comparison = Task { await reconciler.run(every: .milliseconds(5)) }
        defer { comparison.cancel() }
        try await body()
        comparison.cancel()
        await comparison.value
    }

    @Test("What ended without a word, what is lost, and what is no longer deployed is put right, with no restart")
    func rightens() async throws {
        try await Installation.with { installation in
            let caller = try await installation.owner()
            let platform = installation.platform
            let (workflow, connection) = try await installation.deployedWorkflow()
            let (gone, _) = try await installation.deployedWorkflow()
            let run = try await platform.runs.trigger(caller, workflow, on: connection, params: [:])
            let early = RunChange(
                deploymentId: run.deployment.text, state: RunState(instanceId: "early", status: .waiting),
                createdAt: 1_000, endedAt: nil)
            func deployment(_ workflow: WorkflowID) async throws -> Deployment? {
                try await platform.deployments.list(caller, of: workflow, PageRequest()).elements.first
            }
            let kept = try #require(try await deployment(workflow))
            try await compare(installation) {
                // As they are, until something changes.
                let start = rounds(installation)
                try await eventually("some rounds") { rounds(installation) > start + 6 }
                #expect(try await deployment(gone)?.status == .active)
                installation.provider.behave {
                    $0.changes = [
                        early,
                        RunChange(
                            deploymentId: run.deployment.text,
                            state: RunState(instanceId: run.instance, status: .complete, output: 7), createdAt: 2_000,
                            endedAt: 2_500),
                    ]
                    $0.unknown = ["early"]
                    $0.deployments = [kept.id.text]
                    $0.urls = [kept.id.text: "https://f.example"]
                }
                try await eventually("the runs", equals: [.complete, .errored]) {
                    try await platform.runs.list(caller, PageRequest()).elements.map(\.status)
                }
                try await eventually("the deployments", equals: [.removed, .active]) {
                    [try await deployment(gone)?.status, try await deployment(workflow)?.status]
                }
                try await eventually("the address", equals: "https://f.example") { try await deployment(workflow)?.url }
            }
        }
    }

    @Test("A deploy that is under way keeps what is deployed: the provider has replaced it, and the list has not")
    func deploying() async throws {
        try await Installation.with { installation in
            let caller = try await installation.owner()
            let platform = installation.platform
            let (workflow, connection) = try await installation.deployedWorkflow()
            let order = try await platform.deployments.order(caller, workflow, version: nil, to: connection)
            let listed = Mutex<[Deployment.Status]>([])
            installation.provider.behave {
                $0.duringDeploy = { [provider = installation.provider] in
                    provider.behave { $0.deployments = [] }
                    let count = rounds(installation)
                    try? await eventually("rounds within the deploy") { rounds(installation) > count + 6 }
                    let all = try? await platform.deployments.list(caller, of: workflow, PageRequest()).elements
                    listed.withLock { $0 = (all ?? []).map(\.status) }
                    provider.behave { $0.deployments = nil }
                }
            }
            try await compare(installation) { _ = try await platform.deployments.deploy(order) }
            #expect(listed.withLock(\.self) == [.deploying, .active])
        }
    }
}
