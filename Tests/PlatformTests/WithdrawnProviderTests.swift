import Marketplace
import PlatformFixtures
import PluginHost
import PluginMessages
import Storage
import TestSupport
import Testing

@testable import Platform

@Suite("Providers that are withdrawn after their installation", .serialized, .timeLimit(.minutes(5)))
struct WithdrawnProviderTests {
    enum Deed: Sendable, CaseIterable {
        case withdraw, revokeKey

        /// What whoever wants to install it is told.
        var refusal: String {
            switch self {
            case .withdraw: "marketplace.withdrawn"
            case .revokeKey: "package.revokedKey"
            }
        }
    }

    private static let reason = "It loses runs."

    @Test(
        "Who has it keeps it, is told why, and deploys with it, after a restart too; nobody gets it anew",
        arguments: Deed.allCases)
    func stays(deed: Deed) async throws {
        let registry = try await NodeRegistry()
        let publisher = SigningKey()
        try await registry.publish([NodeRegistry.provider("1.0.0")], signedBy: publisher)
        let settings = MarketplaceSettings(
            registries: [RegistrySource(registry.root)],
            check: PackageCheck(trusted: [registry.key.publicKey, publisher.publicKey]))
        let first = try await Installation(contributions: contributions(), marketplace: settings)
        defer { first.remove() }
        let owner = try await first.owner()
        let other = try await first.stranger(owner, as: "second", reach: .organization)
        _ = try await first.platform.marketplace.install(owner, "packed", version: nil, dryRun: false)
        let connection = try await first.platform.connections.create(
            owner, provider: "packed", name: "Mine", credentials: ["apiToken": "secret"]
        ).id
        let workflow = try await first.platform.workflows.create(owner, NewWorkflow(name: "W")).workflow.id

        let editor = RegistryEditor(folder: registry.root, key: registry.key)
        switch deed {
        case .withdraw: try await editor.withdraw("packed", version: "1.0.0", reason: Self.reason)
        case .revokeKey: try await editor.revoke(key: publisher.publicKey.id, reason: Self.reason)
        }
        let use = Use(owner: owner, other: other, connection: connection, workflow: workflow)
        try await check(first.platform, deed, use, code: "return 1;")
        await first.contributions.host.shutdown()

        let next = try await Installation(in: first.directory, contributions: contributions(), marketplace: settings)
        await next.contributions.host.start()
        try await check(next.platform, deed, use, code: "return 2;")
        await next.contributions.host.shutdown()
    }

    private struct Use: Sendable {
        let owner: Caller
        let other: Caller
        let connection: ConnectionID
        let workflow: WorkflowID
    }

    private func check(_ platform: Platform, _ deed: Deed, _ use: Use, code: String) async throws {
        // It reads the index anew, and the catalogue only once it is old.
        let refusal = await #expect(throws: PlatformError.self) {
            try await platform.marketplace.install(use.other, "packed", version: "1.0.0", dryRun: false)
        }
        #expect(refusal?.code == deed.refusal, "\(refusal.map { "\($0)" } ?? "none")")
        let one = try await platform.catalogue.get(use.owner, "packed", version: nil).entry
        let listed = try #require(try await platform.catalogue.list(use.owner).entries.first { $0.id == "packed" })
        for entry in [one, listed] {
            #expect(entry.withdrawal == (deed == .withdraw ? Self.reason : nil))
            #expect(entry.revocation == (deed == .revokeKey ? Self.reason : nil))
            #expect(entry.installation?.isLoaded == true)
        }
        let verified = try await platform.connections.verify(use.owner, use.connection)
        #expect(verified.message == "by 1.0.0")
        _ = try await platform.versions.post(use.owner, to: use.workflow, ir: Installation.document(code: code))
        _ = try await platform.deployments.deploy(
            try await platform.deployments.order(use.owner, use.workflow, version: nil, to: use.connection))
        #expect(!platform.connections.providers(of: use.other.organization).contains { $0.id == "packed" })
    }

    private func contributions() -> FakeContributions {
        FakeContributions(host: FakeContributions.host(executable: BuildProducts.millrace.path))
    }
}
