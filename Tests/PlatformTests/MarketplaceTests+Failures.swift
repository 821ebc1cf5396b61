import Foundation
import Compiler
import JSON
import Marketplace
import PlatformFixtures
import PluginHost
import PluginMessages
import Storage
import TestSupport
import Testing

@testable import Platform

// Dry runs, packages that are refused or damaged, and interrupted installations.
extension MarketplaceTests {
    @Test("A dry run says what would change, and changes nothing")
    func dryRun() async throws {
        let registry = try await NodeRegistry()
        try await with(registry) { installation, owner in
            let change = try await installation.platform.marketplace.install(
                owner, "postcard", version: "1.0.0", dryRun: true)
            #expect(change.isDryRun && change.version == "1.0.0" && change.download > 1000)
            let rest = try files(installation)
            #expect(rest.isEmpty)
            #expect(try await !ids(installation.platform, owner).contains("postcard"))
        }
    }

    @Test("What is not there, not trusted or not what it should be is refused, and nothing is kept")
    func refusals() async throws {
        let registry = try await NodeRegistry(["postcard": ["1.0.0"], "letter": ["1.0.0"], "parcel": ["1.0.0"]])
        try registry.replace("postcard", "1.0.0", with: Data("something else".utf8))
        let letter = "\(registry.root)/letter/1.0.0/\(RegistryBuilder.platform)/plugin.so"
        var bytes = try Data(contentsOf: URL(filePath: letter))
        bytes[bytes.count - 1] ^= 1
        try registry.replace("letter", "1.0.0", with: bytes)
        try await with(registry) { installation, owner in
            let market = installation.platform.marketplace
            for (node, version, expected) in [
                ("nothing", nil, "marketplace.unknownNode"), ("parcel", "9.0.0", "marketplace.unknownVersion"),
                ("postcard", nil, "package.size"), ("letter", nil, "package.checksum"),
            ] as [(String, String?, String)] {
                #expect(
                    await code { try await market.install(owner, node, version: version, dryRun: false) } == expected)
            }
            let rest = try files(installation)
            #expect(rest.isEmpty)
        }
        let settings = MarketplaceSettings(registries: [RegistrySource(registry.root)])
        try await with(registry, settings) { installation, owner in
            let market = installation.platform.marketplace
            #expect(
                await code { try await market.install(owner, "parcel", version: nil, dryRun: false) }
                    == "registry.unknownKey")
        }
        let nowhere = MarketplaceSettings(registries: [RegistrySource("\(registry.root)-gone")], check: registry.check)
        try await with(registry, nowhere) { installation, owner in
            let market = installation.platform.marketplace
            let refusal = await error { try await market.install(owner, "parcel", version: nil, dryRun: false) }
            #expect(refusal?.code == "registry.unreachable")
            #expect(refusal?.kind == .unavailable)
        }
    }

    @Test("A signed library that is another node than it is offered as is refused")
    func otherContent() async throws {
        let registry = try await NodeRegistry(["postcard": ["1.0.0"]])
        let liar = LoadedPlugin(
            path: try await registry.library(
                Manifest(id: "liar", name: "Liar", version: "1.0.0"), named: "liar"),
            manifest: Manifest(
                id: "postcard", name: "Postcard", version: "1.0.0",
                nodes: [
                    NodeDefinition(
                        id: "postcard", name: "Postcard", version: "1.0.0", description: "", category: "",
                        configSchema: [], providers: [])
                ]), connection: FakeProvider())
        _ = try RegistryBuilder(sdk: "0.0.0", key: registry.key).build([liar], to: registry.root)
        try await with(registry) { installation, owner in
            let market = installation.platform.marketplace
            #expect(
                await code { try await market.install(owner, "postcard", version: nil, dryRun: false) }
                    == "package.content")
            let rest = try files(installation)
            #expect(rest.isEmpty)
        }
    }

    @Test("The first registry that has a node is the one it comes from, and one that does not answer is not passed by")
    func priorities() async throws {
        let (first, second) = (
            try await NodeRegistry(["postcard": ["1.0.0"]]),
            try await NodeRegistry(["postcard": ["9.0.0"], "letter": ["1.0.0"]])
        )
        let check = PackageCheck(trusted: [first.key.publicKey, second.key.publicKey])
        let settings = MarketplaceSettings(
            registries: [RegistrySource(first.root), RegistrySource(second.root)], check: check)
        try await with(first, settings) { installation, owner in
            let platform = installation.platform
            let list = try await platform.catalogue.list(owner)
            #expect(list.entries.map(\.id) == ["letter", "postcard"])
            #expect(list.registries.allSatisfy { $0.error == nil })
            #expect(
                try await platform.marketplace.install(owner, "postcard", version: nil, dryRun: false).version
                    == "1.0.0")
            try FileManager.default.removeItem(atPath: first.root)
            #expect(
                await code { try await platform.marketplace.install(owner, "letter", version: nil, dryRun: false) }
                    == "registry.unreachable")
            #expect(try await ids(platform, owner).contains("postcard"))
        }
    }

    @Test(
        "A server that ends after any step finds the old state or the new one, and no rest",
        arguments: MarketplaceSettings.Moment.Step.allCases.prefix { $0 != .withdrawn })
    func interruption(step: MarketplaceSettings.Moment.Step) async throws {
        let registry = try await NodeRegistry()
        let reached = AsyncStream.makeStream(of: Void.self)
        let settings = MarketplaceSettings(registries: [RegistrySource(registry.root)], check: registry.check) { done in
            guard done.step == step else { return }
            reached.continuation.yield()
            // For ever, as far as the test goes: the process is gone.
            try? await Task.sleep(for: .seconds(3600))
        }
        let installation = try await Installation(contributions: contributions(), marketplace: settings)
        defer { installation.remove() }
        let owner = try await installation.owner()
        let change = Task {
            _ = try await installation.platform.marketplace.install(owner, "postcard", version: nil, dryRun: false)
        }
        var steps = reached.stream.makeAsyncIterator()
        _ = await steps.next()
        let next = try await Installation(
            in: installation.directory, contributions: contributions(), marketplace: registry.settings)
        let isInstalled = try await ids(next.platform, owner).contains("postcard")
        #expect(isInstalled == [.recorded, .published].contains(step))
        #expect(try files(next).count == (isInstalled ? 1 : 0))
        if !isInstalled {
            _ = try await next.platform.marketplace.install(owner, "postcard", version: nil, dryRun: false)
        }
        #expect(try await ids(next.platform, owner).contains("postcard"))
        change.cancel()
        await next.contributions.host.shutdown()
        await installation.contributions.host.shutdown()
    }

    @Test("A package that is damaged on the disk is refused at the start with what to do; the server starts")
    func damage() async throws {
        let registry = try await NodeRegistry()
        try await with(registry) { installation, owner in
            _ = try await installation.platform.marketplace.install(owner, "postcard", version: nil, dryRun: false)
            let file = try #require(try files(installation).first)
            try Data("garbage".utf8).write(to: URL(filePath: file))
            let next = try await Installation(
                in: installation.directory, contributions: contributions(), marketplace: registry.settings)
            #expect(next.contributions.registry.refusals.map(\.code) == ["package.damaged"])
            let installed = try await next.platform.catalogue.installed(owner)
            #expect(installed.map(\.version) == ["1.1.0"] && installed.first?.definition == nil)
            let market = next.platform.marketplace
            _ = try await market.uninstall(owner, "postcard", force: true, dryRun: false)
            _ = try await market.install(owner, "postcard", version: nil, dryRun: false)
            #expect(try await ids(next.platform, owner).contains("postcard"))
            await next.contributions.host.shutdown()
        }
    }
}
