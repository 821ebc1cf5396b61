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

    func contributions() -> FakeContributions {
        FakeContributions(host: FakeContributions.host(executable: BuildProducts.millrace.path))
    }

    func with(
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

    func connect(_ platform: Platform, _ caller: Caller) async throws -> ConnectionID {
        try await platform.connections.create(
            caller, provider: "packed", name: "Mine", credentials: ["apiToken": "secret"]
        ).id
    }

    func deploy(
        _ platform: Platform, _ caller: Caller, to connection: ConnectionID
    ) async throws -> WorkflowID {
        let workflow = try await platform.workflows.create(caller, NewWorkflow(name: "W")).workflow.id
        _ = try await platform.versions.post(caller, to: workflow, ir: Installation.document())
        _ = try await platform.deployments.deploy(
            try await platform.deployments.order(caller, workflow, version: nil, to: connection))
        return workflow
    }

    /// The version that answers at the package's endpoint; `nil` where there is none.
    func who(_ platform: Platform, _ caller: Caller) async throws -> String? {
        let call = Resources.Call(method: "GET", path: ["packed", "who"], query: [])
        guard case .endpoint(let resource, let parameters) = try await platform.resources.find(caller, call) else {
            return nil
        }
        let answer = try await platform.resources.answer(
            caller, call, resource, parameters: parameters, body: [])
        return answer.json?["by"]?.string
    }

    func document(_ type: String, _ version: String) -> JSONValue {
        var document = Installation.document().object ?? [:]
        document["nodes"] = [
            [
                "id": "first", "type": .string(type), "name": "First", "position": ["x": 0, "y": 0],
                "version": .string(version), "provider": "here", "data": ["text": "Hello"],
            ]
        ]
        return .object(document)
    }

    func error(_ body: () async throws -> some Any) async -> PlatformError? {
        do {
            _ = try await body()
            return nil
        } catch { return error as? PlatformError }
    }
}
