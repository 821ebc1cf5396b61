import Compiler
import Foundation
import JSON
import Logging
import Marketplace
import PlatformFixtures
import PluginHost
import PluginMessages
import Storage
import TestSupport
import Testing

@testable import Platform

// What organizations have apart from each other, and after a restart.
extension ProviderPackageTests {
    @Test("What an organization's process tells counts for that organization's deployments alone")
    func foreignReports() async throws {
        try await with([NodeRegistry.provider("1.0.0")]) { installation, owner in
            let platform = installation.platform
            _ = try await platform.marketplace.install(owner, "packed", version: nil, dryRun: false)
            let connection = try await connect(platform, owner)
            let workflow = try await deploy(platform, owner, to: connection)
            let run = try await platform.runs.trigger(owner, workflow, on: connection, params: ["wait": true])
            let record = try await installation.storage.read { try $0.run(run.id, of: workflow) }
            func report(of organization: String?) async throws -> RunStatus {
                try await platform.runs.note([
                    ReportedRun(
                        deployment: record.deployment,
                        state: RunState(instanceId: record.instance, status: .errored),
                        reporter: .init(plugin: "packed", organization: organization, providers: ["packed"]),
                        toldAt: .now)
                ])
                return try await installation.storage.read { try $0.run(run.id, of: workflow) }.state
            }
            #expect(try await report(of: OrganizationID.make().text) == .running)
            #expect(try await report(of: owner.organization.text).isTerminal)
        }
    }

    @Test("A package with a storage is the server's: no organization installs it")
    func storage() async throws {
        let storage = Manifest(
            id: "keep", name: "Keep", version: "1.0.0", storages: [StorageDefinition(id: "keep", name: "Keep")])
        try await with([storage]) { installation, owner in
            let platform = installation.platform
            let refusal = await error {
                try await platform.marketplace.install(owner, "keep", version: nil, dryRun: false)
            }
            #expect(refusal?.code == "marketplace.forServer")
            let entry = try await platform.catalogue.get(owner, "keep", version: nil).entry
            #expect(entry.isForServer && entry.permissions.map(\.kind) == [.data, .hosts])
            let found = try await platform.catalogue.list(owner, CatalogueFilter(kind: .storage))
            #expect(found.entries.map(\.id) == ["keep"])
        }
    }

    @Test("A package of several nodes keeps a version that a document names, and what both versions have is one")
    func nodes() async throws {
        func node(_ id: String, _ version: String) -> NodeDefinition {
            NodeDefinition(
                id: id, name: id, version: version, description: "A node.", category: "Tests",
                configSchema: [ConfigField("text", .string, label: "Text")], providers: ["here"])
        }
        func manifest(_ version: String, _ nodes: [NodeDefinition]) -> Manifest {
            NodeRegistry.provider(version, nodes: nodes)
        }
        let manifests = [
            manifest("1.0.0", [node("packed-a", "1.0.0"), node("packed-b", "1.0.0")]),
            manifest("1.1.0", [node("packed-a", "1.0.0"), node("packed-b", "2.0.0")]),
            manifest("1.2.0", [node("packed-a", "1.0.0"), node("packed-b", "2.0.0")]),
        ]
        try await with(manifests) { installation, owner in
            let (platform, market) = (installation.platform, installation.platform.marketplace)
            _ = try await market.install(owner, "packed", version: "1.0.0", dryRun: false)
            for id in ["packed-a", "packed-b"] {
                let workflow = try await platform.workflows.create(owner, NewWorkflow(name: id)).workflow.id
                _ = try await platform.versions.post(owner, to: workflow, ir: document(id, "1.0.0"))
            }
            let first = try await market.update(owner, "packed", version: "1.1.0", dryRun: false)
            #expect(first.uses.map(\.name) == ["packed-a", "packed-b"] && first.kept == ["1.0.0"])
            #expect(first.uses.first?.versions == ["packed-a@1.0.0"])
            // The second update keeps 1.0.0 for packed-b, and not 1.1.0.
            let second = try await market.update(owner, "packed", version: "1.2.0", dryRun: false)
            #expect(second.kept.sorted() == ["1.0.0", "1.1.0"])
            #expect(try await platform.nodes.get(owner, "packed-b").version == "2.0.0")
            for (id, version, compiles) in [
                ("packed-a", "1.0.0", true), ("packed-b", "1.0.0", true), ("packed-b", "2.0.0", true),
                ("packed-b", "3.0.0", false),
            ] {
                let artifact = try? await platform.versions.compile(
                    owner, document(id, version), CompileRequest(kind: .workflow))
                #expect((artifact != nil) == compiles, "\(id) \(version)")
            }
            let listed = try await platform.nodes.list(owner).filter { $0.id.hasPrefix("packed-") }
            #expect(listed.map { "\($0.id)@\($0.version)" } == ["packed-a@1.0.0", "packed-b@2.0.0"])
            #expect(try await who(platform, owner) == "1.2.0")
            #expect(
                await error { try await market.uninstall(owner, "packed", force: false, dryRun: false) }?.code
                    == "marketplace.inUse")
        }
    }

    @Test("After a restart each organization has what it had, and its runs are followed")
    func restart() async throws {
        let registry = try await NodeRegistry()
        try await registry.publish([NodeRegistry.provider("1.0.0"), NodeRegistry.provider("1.1.0")])
        let first = try await Installation(contributions: contributions(), marketplace: registry.settings)
        defer { first.remove() }
        let owner = try await first.owner()
        _ = try await first.platform.marketplace.install(owner, "packed", version: "1.0.0", dryRun: false)
        let other = try await first.stranger(owner, as: "second", reach: .organization)
        _ = try await first.platform.marketplace.install(other, "packed", version: "1.1.0", dryRun: false)
        await first.contributions.host.shutdown()
        let next = try await Installation(
            in: first.directory, contributions: contributions(), marketplace: registry.settings)
        await next.contributions.host.start()
        // A provider works by itself: nobody has called it yet.
        try await eventually("both processes", equals: 2) {
            await next.contributions.host.statuses().filter { $0.id == "packed" }.flatMap(\.processes)
                .count { $0.state == .running }
        }
        #expect(try await who(next.platform, owner) == "1.0.0")
        #expect(try await who(next.platform, other) == "1.1.0")
        await next.contributions.host.shutdown()
    }

    @Test("A damaged package still keeps its provider's connections from being left without it")
    func damaged() async throws {
        let registry = try await NodeRegistry()
        try await registry.publish([NodeRegistry.provider("1.0.0")])
        let first = try await Installation(contributions: contributions(), marketplace: registry.settings)
        defer { first.remove() }
        let owner = try await first.owner()
        _ = try await first.platform.marketplace.install(owner, "packed", version: nil, dryRun: false)
        let connection = try await connect(first.platform, owner)
        await first.contributions.host.shutdown()
        let names = try FileManager.default.subpathsOfDirectory(atPath: "\(first.directory)/packages")
        let file = try #require(names.first { $0.hasSuffix(".so") })
        try Data("garbage".utf8).write(to: URL(filePath: "\(first.directory)/packages/\(file)"))
        let next = try await Installation(
            in: first.directory, contributions: contributions(), marketplace: registry.settings)
        let installed = try #require(try await next.platform.catalogue.installed(owner).first)
        #expect(!installed.isLoaded && installed.contents.providers == ["packed"])
        #expect(
            await error {
                try await next.platform.marketplace.uninstall(owner, "packed", force: true, dryRun: false)
            }?.code == "marketplace.providerInUse")
        // Whoever has it is told why it does not work, and for how long: it is no fault of the request.
        let platform = next.platform
        for refusal in [
            await error { try await platform.connections.verify(owner, connection) },
            await error { try await connect(platform, owner) }, await error { try await who(platform, owner) },
        ] {
            #expect(refusal?.code == "package.unloadable" && refusal?.kind == .unavailable)
            #expect(refusal?.message.contains("The file is missing or not what was installed") == true)
        }
        // Others have nothing of it.
        let other = try await next.stranger(owner, as: "second", reach: .organization)
        #expect(await error { try await connect(platform, other) }?.code == "provider.unknown")
        #expect(try await who(platform, other) == nil)
        try await platform.connections.delete(owner, connection)
        _ = try await platform.marketplace.uninstall(owner, "packed", force: true, dryRun: false)
        #expect(await error { try await connect(platform, owner) }?.code == "provider.unknown")
        _ = try await platform.marketplace.install(owner, "packed", version: nil, dryRun: false)
        #expect(try await who(platform, owner) == "1.0.0")
        await next.contributions.host.shutdown()
    }

    // MARK: - Parts
}
