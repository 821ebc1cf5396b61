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

@Suite("Packages with a provider", .serialized, .timeLimit(.minutes(5)))
struct ProviderPackageTests {
    @Test("Two organizations have different versions, each of its own, and a third has none")
    func organizations() async throws {
        try await with([NodeRegistry.provider("1.0.0"), NodeRegistry.provider("1.1.0")]) { installation, owner in
            let platform = installation.platform
            let other = try await installation.stranger(owner, as: "second", reach: .organization)
            let third = try await installation.stranger(owner, as: "third", reach: .organization)
            let plan = try await platform.marketplace.install(owner, "packed", version: "1.0.0", dryRun: true)
            #expect(plan.contents.kinds == [.provider, .endpoint] && plan.download > 0)
            #expect(plan.permissions.map(\.kind) == [.credentials, .deployments, .requests, .hosts])
            _ = try await platform.marketplace.install(owner, "packed", version: "1.0.0", dryRun: false)
            _ = try await platform.marketplace.install(other, "packed", version: "1.1.0", dryRun: false)
            for (caller, version) in [(owner, "by 1.0.0"), (other, "by 1.1.0")] {
                #expect(platform.connections.providers(of: caller.organization).contains { $0.id == "packed" })
                let verified = try await platform.connections.verify(
                    caller, provider: "packed", credentials: ["apiToken": "t"])
                #expect(verified.message == version)
                #expect(try await who(platform, caller) == String(version.dropFirst(3)))
            }
            #expect(!platform.connections.providers(of: third.organization).contains { $0.id == "packed" })
            #expect(await error { try await connect(platform, third) }?.code == "provider.unknown")
            #expect(try await who(platform, third) == nil)
            #expect(try await platform.catalogue.installed(third).isEmpty)
            // One goes back to what both had, and what the other has is untouched.
            _ = try await platform.marketplace.update(owner, "packed", version: "1.1.0", dryRun: false)
            _ = try await platform.marketplace.rollback(owner, "packed", dryRun: false)
            #expect(try await who(platform, owner) == "1.0.0")
            #expect(try await who(platform, other) == "1.1.0")
            _ = try await platform.marketplace.update(owner, "packed", version: "1.1.0", dryRun: false)
            #expect(try await who(platform, owner) == "1.1.0")
        }
    }

    @Test("An uninstall is refused while there are connections, and names them and what is deployed there")
    func inUse() async throws {
        try await with([NodeRegistry.provider("1.0.0")]) { installation, owner in
            let (platform, market) = (installation.platform, installation.platform.marketplace)
            _ = try await market.install(owner, "packed", version: nil, dryRun: false)
            let connection = try await connect(platform, owner)
            let workflow = try await deploy(platform, owner, to: connection)
            for force in [false, true] {
                let refusal = await error {
                    try await market.uninstall(owner, "packed", force: force, dryRun: false)
                }
                #expect(refusal?.code == "marketplace.providerInUse" && refusal?.kind == .conflict)
                #expect(refusal?.message.contains("\"Mine\" to packed (deployed there: \"W\")") == true)
                #expect(refusal?.details.first?.pointer == "/connections/\(connection)")
            }
            let plan = try await market.uninstall(owner, "packed", force: false, dryRun: true)
            #expect(plan.connections.map(\.name) == ["Mine"])
            _ = try await platform.deployments.takeDown(owner, workflow, from: connection)
            #expect(
                await error { try await market.uninstall(owner, "packed", force: false, dryRun: false) }?.code
                    == "marketplace.providerInUse")
            try await platform.connections.delete(owner, connection)
            _ = try await market.uninstall(owner, "packed", force: false, dryRun: false)
            #expect(await error { try await connect(platform, owner) }?.code == "provider.unknown")
            #expect(try await who(platform, owner) == nil)
            _ = try await market.install(owner, "packed", version: nil, dryRun: false)
            #expect(try await who(platform, owner) == "1.0.0")
        }
    }

    @Test("An update to a version without the provider is refused while there are connections")
    func dropped() async throws {
        let without = Manifest(
            id: "packed", name: "Packed", version: "2.0.0",
            resources: [ResourceEndpoint("who", .get, "packed/who", summary: "Tells its version.")])
        try await with([NodeRegistry.provider("1.0.0"), without]) { installation, owner in
            let (platform, market) = (installation.platform, installation.platform.marketplace)
            _ = try await market.install(owner, "packed", version: "1.0.0", dryRun: false)
            let connection = try await connect(platform, owner)
            #expect(
                await error { try await market.update(owner, "packed", version: nil, dryRun: false) }?.code
                    == "marketplace.providerInUse")
            #expect(try await who(platform, owner) == "1.0.0")
            try await platform.connections.delete(owner, connection)
            _ = try await market.update(owner, "packed", version: nil, dryRun: false)
            #expect(try await who(platform, owner) == "2.0.0")
        }
    }

    @Test("One that crashes again and again is off for its organization, with the reason, and for nobody else")
    func crash() async throws {
        try await with([NodeRegistry.provider("1.0.0")]) { installation, owner in
            let platform = installation.platform
            let other = try await installation.stranger(owner, as: "second", reach: .organization)
            for caller in [owner, other] {
                _ = try await platform.marketplace.install(caller, "packed", version: nil, dryRun: false)
            }
            let connection = try await connect(platform, owner)
            let workflow = try await deploy(platform, owner, to: connection)
            func trigger(_ params: JSONValue) async -> PlatformError? {
                await error { try await platform.runs.trigger(owner, workflow, on: connection, params: params) }
            }
            try await eventually("the plugin to be off") { await trigger(["crash": true])?.code == "plugin.off" }
            let refusal = try #require(await trigger([:]))
            #expect(refusal.kind == .unavailable && refusal.message.contains("exited too often"))
            #expect(try await who(platform, other) == "1.0.0")
            // An operator's switch, too, is 503 with the reason.
            _ = try await platform.plugins.restart(owner, "packed")
            #expect(await trigger([:]) == nil)
            _ = try await platform.plugins.disable(owner, "packed")
            #expect(await trigger([:])?.code == "plugin.off")
            #expect(await error { try await connect(platform, owner) }?.kind == .unavailable)
            #expect(await error { try await who(platform, owner) }?.code == "plugin.off")
            _ = try await platform.plugins.enable(owner, "packed")
            #expect(await trigger([:]) == nil)
        }
    }

    @Test("It is the owner's to install, or a key's of the whole organization; a node is not")
    func owners() async throws {
        try await with([NodeRegistry.provider("1.0.0")]) { installation, owner in
            let market = installation.platform.marketplace
            func caller(_ credential: Credential, _ reach: Reach) -> Caller {
                Caller(
                    organization: owner.organization, project: owner.project, user: owner.user, scopes: owner.scopes,
                    credential: credential, reach: reach)
            }
            let session = SessionID.make()
            let few = [
                caller(.key(nil), .project), caller(.session(session, .member), .organization),
                caller(.session(session, .admin), .organization),
            ]
            for caller in few {
                let refusal = await error { try await market.install(caller, "packed", version: nil, dryRun: false) }
                #expect(refusal?.code == "auth.role" && refusal?.kind == .forbidden)
                // They may see what it would be.
                _ = try await market.install(caller, "packed", version: nil, dryRun: true)
                _ = try await market.install(caller, "postcard", version: nil, dryRun: false)
                _ = try await market.uninstall(caller, "postcard", force: false, dryRun: false)
            }
            _ = try await market.install(
                caller(.session(session, .owner), .organization), "packed", version: nil, dryRun: false)
            for caller in few {
                #expect(
                    await error { try await market.uninstall(caller, "packed", force: false, dryRun: false) }?.code
                        == "auth.role")
            }
            _ = try await market.uninstall(caller(.key(nil), .organization), "packed", force: false, dryRun: false)
        }
    }

    @Test("What the server or another package provides is not provided twice to an organization")
    func conflicts() async throws {
        let ours = Manifest(
            id: "mine", name: "Mine", version: "1.0.0",
            providers: [ProviderDefinition(id: "here", name: "Here", description: "", capabilities: [.deploy])])
        let twin = Manifest(
            id: "twin", name: "Twin", version: "1.0.0",
            providers: [ProviderDefinition(id: "packed", name: "Packed", description: "", capabilities: [.deploy])])
        let road = Manifest(
            id: "road", name: "Road", version: "1.0.0",
            resources: [
                ResourceEndpoint("any", .get, "packed/:name", summary: "Tells."),
                ResourceEndpoint("who", .get, "packed/who", summary: "Tells."),
            ])
        try await with([NodeRegistry.provider("1.0.0"), ours, twin, road]) { installation, owner in
            let market = installation.platform.marketplace
            func install(_ id: String, _ caller: Caller) async -> String? {
                await error { try await market.install(caller, id, version: nil, dryRun: false) }?.code
            }
            #expect(await install("mine", owner) == "marketplace.conflict")
            #expect(await install("packed", owner) == nil)
            #expect(await install("twin", owner) == "marketplace.conflict")
            #expect(await install("road", owner) == "marketplace.conflict")
            // Another organization chooses for itself.
            let other = try await installation.stranger(owner, as: "second", reach: .organization)
            #expect(await install("twin", other) == nil)
            #expect(await install("road", other) == nil)
            #expect(try await who(installation.platform, other) == "1.0.0")
        }
    }

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

    private func contributions() -> FakeContributions {
        FakeContributions(host: FakeContributions.host(executable: BuildProducts.millrace.path))
    }

    private func with(
        _ manifests: [Manifest], _ body: (Installation, Caller) async throws -> Void
    ) async throws {
        let registry = try await NodeRegistry()
        try await registry.publish(manifests)
        // A folder for what plugins keep.
        let data = try TemporaryFolder()
        let host = PluginHost(
            configuration: .init(
                locations: [], dataDirectory: data.url.path, settings: PluginSettings(), hostVersion: "0.0.0",
                executable: BuildProducts.millrace.path),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let installation = try await Installation(
            contributions: FakeContributions(host: host), marketplace: registry.settings)
        defer { installation.remove() }
        try await body(installation, try await installation.owner())
        await host.shutdown()
    }

    private func connect(_ platform: Platform, _ caller: Caller) async throws -> ConnectionID {
        try await platform.connections.create(
            caller, provider: "packed", name: "Mine", credentials: ["apiToken": "secret"]
        ).id
    }

    private func deploy(
        _ platform: Platform, _ caller: Caller, to connection: ConnectionID
    ) async throws -> WorkflowID {
        let workflow = try await platform.workflows.create(caller, NewWorkflow(name: "W")).workflow.id
        _ = try await platform.versions.post(caller, to: workflow, ir: Installation.document())
        _ = try await platform.deployments.deploy(
            try await platform.deployments.order(caller, workflow, version: nil, to: connection))
        return workflow
    }

    /// The version that answers at the package's endpoint; `nil` where there is none.
    private func who(_ platform: Platform, _ caller: Caller) async throws -> String? {
        let call = Resources.Call(method: "GET", path: ["packed", "who"], query: [])
        guard case .endpoint(let resource, let parameters) = try await platform.resources.find(caller, call) else {
            return nil
        }
        let answer = try await platform.resources.answer(
            caller, call, resource, parameters: parameters, body: [])
        return answer.json?["by"]?.string
    }

    private func document(_ type: String, _ version: String) -> JSONValue {
        var document = Installation.document().object ?? [:]
        document["nodes"] = [
            [
                "id": "first", "type": .string(type), "name": "First", "position": ["x": 0, "y": 0],
                "version": .string(version), "provider": "here", "data": ["text": "Hello"],
            ]
        ]
        return .object(document)
    }

    private func error(_ body: () async throws -> some Any) async -> PlatformError? {
        do {
            _ = try await body()
            return nil
        } catch { return error as? PlatformError }
    }
}
