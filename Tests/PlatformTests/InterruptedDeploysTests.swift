import JSON
import PlatformFixtures
import PluginMessages
import Storage
import Testing

@testable import Platform

@Suite("Deploys that a stopped server left behind, of a provider that can end them", .timeLimit(.minutes(10)))
struct InterruptedDeploysTests {
    /// Starts a server over one that stopped within a deploy, and waits for what becomes of it.
    private func outcome(of recovery: Result<Recovery, PluginFailure>) async throws -> (Deployment, Workflow, JSONValue)
    {
        try await Installation.with { installation in
            let caller = try await installation.owner()
            let workflow = try await installation.platform.workflows.create(caller, NewWorkflow(name: "A")).workflow.id
            _ = try await installation.platform.versions.post(caller, to: workflow, ir: Installation.document())
            let connection = try await installation.platform.connections.create(
                caller, provider: "elsewhere", name: nil, credentials: ["apiToken": "t"])
            let order = try await installation.platform.deployments.order(
                caller, workflow, version: nil, to: connection.id)
            try await installation.storage.transaction { try Table(in: $0).insert(DeploymentRecord(order)) }
            let contributions = FakeContributions()
            contributions.provider.behave { $0.recovery = recovery }
            let again = try await Installation(in: installation.directory, contributions: contributions)
            func first() async throws -> Deployment {
                try #require(
                    try await again.platform.deployments.list(caller, of: workflow, PageRequest()).elements.first)
            }
            #expect(try await first().status == .deploying)
            await again.platform.catchUp()
            return (
                try await first(), try await again.platform.workflows.get(caller, workflow).workflow,
                contributions.provider.calls.first { $0.method == "provider.recover" }?.request ?? .null
            )
        }
    }

    @Test("What was undone has failed, and the provider gets the credentials for it")
    func undone() async throws {
        let (deployment, workflow, request) = try await outcome(of: .success(Recovery()))
        #expect(deployment.status == .failed)
        #expect(deployment.error?.code == "deploy.interrupted")
        #expect(workflow.activeVersion == nil)
        #expect(request["deploymentId"]?.string == deployment.id.text)
        #expect(request["credentials"]?["values"]?["apiToken"] == "t")
    }

    @Test("What had come to its end is active")
    func finished() async throws {
        let result = DeployResult(serviceName: "done", reference: ["x": 1])
        let (deployment, workflow, _) = try await outcome(of: .success(Recovery(result: result)))
        #expect(deployment.status == .active)
        #expect(deployment.serviceName == "done")
        #expect(workflow.activeVersion == deployment.version)
    }

    @Test("What cannot be undone now has failed, and says why")
    func unreachable() async throws {
        let (deployment, _, _) = try await outcome(
            of: .failure(PluginFailure(code: "fake.down", message: "Nobody answers.")))
        #expect(deployment.status == .failed)
        #expect(deployment.error?.message.contains("Nobody answers.") == true)
    }
}
