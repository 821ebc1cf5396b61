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

@Suite("The marketplace", .timeLimit(.minutes(10)))
struct MarketplaceTests {
    @Test("An installed node is usable at once, by those who installed it only")
    func install() async throws {
        let registry = try await NodeRegistry()
        try await with(registry) { installation, owner in
            let platform = installation.platform
            #expect(try await !ids(platform, owner).contains("postcard"))
            let change = try await platform.marketplace.install(owner, "postcard", version: nil, dryRun: false)
            #expect(change.version == "1.1.0")
            #expect(change.signedBy == registry.key.publicKey.id)
            #expect(try await ids(platform, owner).contains("postcard"))
            let workflow = try await platform.workflows.create(owner, NewWorkflow(name: "W")).workflow.id
            let posted = try await platform.versions.post(owner, to: workflow, ir: document("1.1.0"))
            #expect(posted.isNew)
            let stranger = try await installation.stranger(owner)
            #expect(try await !ids(platform, stranger).contains("postcard"))
            await #expect(throws: PlatformError.self) {
                try await platform.versions.compile(stranger, document("1.1.0"), CompileRequest(kind: .workflow))
            }
            #expect(
                await code { try await platform.marketplace.install(owner, "postcard", version: nil, dryRun: false) }
                    == "marketplace.installed")
        }
    }

    @Test("A document compiles with the version it names, which an update keeps, or with a compatible one")
    func update() async throws {
        let registry = try await NodeRegistry(["postcard": ["1.0.0", "1.1.0", "1.2.0", "2.0.0"]])
        try await with(registry) { installation, owner in
            let (platform, market) = (installation.platform, installation.platform.marketplace)
            _ = try await market.install(owner, "postcard", version: "1.0.0", dryRun: false)
            let workflow = try await platform.workflows.create(owner, NewWorkflow(name: "W")).workflow.id
            _ = try await platform.versions.post(owner, to: workflow, ir: document("1.0.0"))
            let first = try await market.update(owner, "postcard", version: "1.1.0", dryRun: false)
            #expect(first.previous == "1.0.0" && first.kept == ["1.0.0"])
            let second = try await market.update(owner, "postcard", version: "1.2.0", dryRun: false)
            #expect(second.kept.sorted() == ["1.0.0", "1.1.0"])
            let third = try await market.update(owner, "postcard", version: nil, dryRun: false)
            #expect(third.version == "2.0.0" && third.removed == ["1.1.0"])
            #expect(try files(installation).count == 3)
            // 1.1.0 is gone: 1.2.0 is compatible with it.
            for (version, compiles) in [
                ("1.0.0", true), ("1.1.0", true), ("1.3.0", false), ("2.0.0", true), ("2.0.1", false),
            ] {
                let artifact = try? await platform.versions.compile(
                    owner, document(version), CompileRequest(kind: .workflow))
                #expect((artifact != nil) == compiles, "\(version)")
            }
            #expect(try await platform.nodes.get(owner, "postcard").version == "2.0.0")
            #expect(
                await code { try await market.update(owner, "postcard", version: "1.1.0", dryRun: false) }
                    == "marketplace.notNewer")
            let back = try await market.rollback(owner, "postcard", dryRun: false)
            #expect(back.version == "1.2.0" && back.removed == ["2.0.0"])
            #expect(try await platform.nodes.get(owner, "postcard").version == "1.2.0")
        }
    }

    @Test("A rollback goes back in history, never forward, and to any older version that is offered")
    func history() async throws {
        let registry = try await NodeRegistry(["postcard": ["1.0.0", "1.1.0", "2.0.0"]])
        try await with(registry) { installation, owner in
            let (platform, market) = (installation.platform, installation.platform.marketplace)
            _ = try await market.install(owner, "postcard", version: "1.0.0", dryRun: false)
            // Each is named by a document, and so stays.
            for version in ["1.0.0", "1.1.0", "2.0.0"] {
                if version != "1.0.0" {
                    _ = try await market.update(owner, "postcard", version: version, dryRun: false)
                }
                let workflow = try await platform.workflows.create(owner, NewWorkflow(name: version)).workflow.id
                _ = try await platform.versions.post(owner, to: workflow, ir: document(version))
            }
            #expect(try await market.rollback(owner, "postcard", dryRun: false).version == "1.1.0")
            #expect(try await market.rollback(owner, "postcard", dryRun: false).version == "1.0.0")
            #expect(
                await code { try await market.rollback(owner, "postcard", dryRun: false) } == "marketplace.noPrevious")
            #expect(
                await code { try await market.rollback(owner, "postcard", version: "2.0.0", dryRun: false) }
                    == "marketplace.noPrevious")
            _ = try await market.update(owner, "postcard", version: "2.0.0", dryRun: false)
            let back = try await market.rollback(owner, "postcard", version: "1.0.0", dryRun: false)
            #expect(back.previous == "2.0.0" && back.version == "1.0.0")
        }
        try await with(registry) { installation, owner in
            let market = installation.platform.marketplace
            _ = try await market.install(owner, "postcard", version: "2.0.0", dryRun: false)
            let plan = try await market.rollback(owner, "postcard", version: "1.0.0", dryRun: true)
            #expect(plan.version == "1.0.0" && plan.previous == "2.0.0" && plan.download > 0)
            _ = try await market.rollback(owner, "postcard", version: "1.0.0", dryRun: false)
            #expect(try await installation.platform.nodes.get(owner, "postcard").version == "1.0.0")
            #expect(try files(installation).count == 1)
        }
    }

    @Test("A withdrawn version is not installed; who has it keeps it, and is told")
    func withdrawn() async throws {
        let registry = try await NodeRegistry()
        let editor = RegistryEditor(folder: registry.root, key: registry.key)
        try await with(registry) { installation, owner in
            let (platform, market) = (installation.platform, installation.platform.marketplace)
            _ = try await market.install(owner, "postcard", version: "1.1.0", dryRun: false)
            try await editor.withdraw("postcard", version: "1.1.0", reason: "It loses letters.")
            let stranger = try await installation.stranger(owner)
            #expect(
                await code { try await market.install(stranger, "postcard", version: "1.1.0", dryRun: false) }
                    == "marketplace.withdrawn")
            #expect(try await market.install(stranger, "postcard", version: nil, dryRun: false).version == "1.0.0")
            #expect(try await ids(platform, owner).contains("postcard"))
            let entry = try await platform.catalogue.get(owner, "postcard", version: nil).entry
            #expect(entry.withdrawal == "It loses letters." && entry.revocation == nil)
        }
    }

    @Test("The catalogue is searched by words, category, tag and installation, and counts categories")
    func search() async throws {
        let registry = try await NodeRegistry(["postcard": ["1.0.0"], "letter": ["1.0.0"], "parcel": ["1.0.0"]])
        try await with(registry) { installation, owner in
            let catalogue = installation.platform.catalogue
            _ = try await installation.platform.marketplace.install(owner, "letter", version: nil, dryRun: false)
            func ids(_ filter: CatalogueFilter) async throws -> [String] {
                try await catalogue.list(owner, filter).entries.map(\.id)
            }
            #expect(try await ids(CatalogueFilter(query: "PAR  node")) == ["parcel"])
            #expect(try await ids(CatalogueFilter(query: "nothing of this")) == [])
            #expect(try await ids(CatalogueFilter(category: "tests")) == ["letter", "parcel", "postcard"])
            #expect(try await ids(CatalogueFilter(category: "Other")) == [])
            #expect(try await ids(CatalogueFilter(tag: "none")) == [])
            #expect(try await ids(CatalogueFilter(isInstalled: true)) == ["letter"])
            #expect(try await ids(CatalogueFilter(query: "p", isInstalled: false)) == ["parcel", "postcard"])
            let list = try await catalogue.list(owner, CatalogueFilter(query: "post", category: "Other"))
            #expect(list.categories == [.init(name: "Tests", count: 1)])
        }
    }

    @Test("Workflows move to another version of a node together, after a preview; one that would not compile stays")
    func migration() async throws {
        let registry = try await NodeRegistry(["postcard": ["1.0.0", "1.1.0"]])
        try await with(registry) { installation, owner in
            let platform = installation.platform
            _ = try await platform.marketplace.install(owner, "postcard", version: "1.0.0", dryRun: false)
            var workflows: [WorkflowID] = []
            for name in ["A", "B"] {
                let workflow = try await platform.workflows.create(owner, NewWorkflow(name: name)).workflow.id
                _ = try await platform.versions.post(owner, to: workflow, ir: document("1.0.0"))
                workflows.append(workflow)
            }
            func numbers() async throws -> [Int] {
                var numbers: [Int] = []
                for workflow in workflows {
                    let list = try await platform.versions.list(owner, of: workflow, PageRequest())
                    numbers.append(try #require(list.elements.first).number)
                }
                return numbers
            }
            func move(_ version: String?, _ only: [WorkflowID]?, dryRun: Bool) async throws -> NodeMigration.Result {
                try await platform.migration.move(owner, "postcard", to: version, workflows: only, dryRun: dryRun)
            }
            _ = try await platform.marketplace.update(owner, "postcard", version: "1.1.0", dryRun: false)
            let plan = try await move(nil, nil, dryRun: true)
            #expect(plan.version == "1.1.0" && plan.moves.map(\.name) == ["A", "B"])
            #expect(plan.moves.allSatisfy { $0.outcome == .moved && $0.from == ["1.0.0"] && $0.version == nil })
            #expect(try await numbers() == [1, 1])
            #expect(try await move(nil, [workflows[1]], dryRun: false).moves.map(\.version?.number) == [2])
            #expect(try await move(nil, nil, dryRun: false).moves.map(\.name) == ["A"])
            #expect(try await numbers() == [2, 2])
            #expect(try await move(nil, nil, dryRun: false).moves.isEmpty)
            let last = try await platform.versions.list(owner, of: workflows[0], PageRequest()).elements[0]
            let ir = try await platform.versions.get(owner, of: workflows[0], last.id).ir
            #expect(ir["nodes"]?.array?.compactMap { $0["version"]?.string } == ["1.1.0"])
            #expect(await code { try await move("9.0.0", nil, dryRun: true) } == "marketplace.unknownVersion")
            let stranger = try await installation.stranger(owner)
            #expect(
                await code {
                    try await platform.migration.move(
                        stranger, "postcard", to: nil, workflows: workflows, dryRun: false)
                } == "marketplace.notInstalled")
        }
    }

    @Test("A node in use is not uninstalled, unless forced; then its library goes, too")
    func uninstall() async throws {
        let registry = try await NodeRegistry()
        try await with(registry) { installation, owner in
            let (platform, market) = (installation.platform, installation.platform.marketplace)
            _ = try await market.install(owner, "postcard", version: nil, dryRun: false)
            let workflow = try await platform.workflows.create(owner, NewWorkflow(name: "Greetings")).workflow.id
            _ = try await platform.versions.post(owner, to: workflow, ir: document("1.1.0"))
            let refusal = await error { try await market.uninstall(owner, "postcard", force: false, dryRun: false) }
            #expect(refusal?.code == "marketplace.inUse")
            #expect(refusal?.details.first?.message.contains("Greetings") == true)
            let dry = try await market.uninstall(owner, "postcard", force: false, dryRun: true)
            #expect(dry.uses.map(\.workflow) == [workflow])
            #expect(try files(installation).count == 1)
            _ = try await market.uninstall(owner, "postcard", force: true, dryRun: false)
            #expect(try await !ids(platform, owner).contains("postcard"))
            let rest = try files(installation)
            #expect(rest.isEmpty)
            _ = try await market.install(owner, "postcard", version: "1.0.0", dryRun: false)
            #expect(try await ids(platform, owner).contains("postcard"))
        }
    }

    @Test("What another organization's workflows use does not keep a node that an organization has")
    func usesOfOthers() async throws {
        let registry = try await NodeRegistry()
        try await with(registry) { installation, owner in
            let (platform, market) = (installation.platform, installation.platform.marketplace)
            _ = try await market.install(owner, "postcard", version: nil, dryRun: false)
            let workflow = try await platform.workflows.create(owner, NewWorkflow(name: "W")).workflow.id
            _ = try await platform.versions.post(owner, to: workflow, ir: document("1.1.0"))
            let stranger = try await installation.stranger(owner)
            _ = try await market.install(stranger, "postcard", version: nil, dryRun: false)
            let dry = try await market.uninstall(stranger, "postcard", force: false, dryRun: true)
            #expect(dry.uses.isEmpty)
            _ = try await market.uninstall(stranger, "postcard", force: false, dryRun: false)
            #expect(try await !ids(platform, stranger).contains("postcard"))
            #expect(try await ids(platform, owner).contains("postcard"))
            #expect(
                await code { try await market.uninstall(owner, "postcard", force: false, dryRun: false) }
                    == "marketplace.inUse")
        }
    }

    @Test("Two organizations share a package, which stays as long as one has it")
    func sharing() async throws {
        let registry = try await NodeRegistry()
        try await with(registry) { installation, owner in
            let market = installation.platform.marketplace
            let stranger = try await installation.stranger(owner)
            _ = try await market.install(owner, "postcard", version: nil, dryRun: false)
            let second = try await market.install(stranger, "postcard", version: nil, dryRun: false)
            #expect(second.download == 0)
            _ = try await market.uninstall(owner, "postcard", force: false, dryRun: false)
            #expect(try await ids(installation.platform, stranger).contains("postcard"))
            _ = try await market.uninstall(stranger, "postcard", force: false, dryRun: false)
            let rest = try files(installation)
            #expect(rest.isEmpty)
        }
    }

    @Test(
        "A package that another organization has is checked again for the next one, and refused when it is not what is offered"
    )
    func sharingOther() async throws {
        let registry = try await NodeRegistry()
        try await with(registry) { installation, owner in
            let market = installation.platform.marketplace
            let stranger = try await installation.stranger(owner)
            _ = try await market.install(owner, "postcard", version: nil, dryRun: false)
            let file = URL(filePath: try #require(try files(installation).first))
            let bytes = try Data(contentsOf: file)
            try (bytes.dropLast() + [bytes[bytes.count - 1] ^ 1]).write(to: file, options: .atomic)
            let found = await code { try await market.install(stranger, "postcard", version: nil, dryRun: false) }
            #expect(found == "package.checksum")
            #expect(try await !ids(installation.platform, stranger).contains("postcard"))
        }
    }

    func contributions() -> FakeContributions {
        FakeContributions(host: FakeContributions.host(executable: BuildProducts.millrace.path))
    }

    func with(
        _ registry: NodeRegistry, _ settings: MarketplaceSettings? = nil,
        _ body: (Installation, Caller) async throws -> Void
    ) async throws {
        let installation = try await Installation(
            contributions: contributions(), marketplace: settings ?? registry.settings)
        defer { installation.remove() }
        try await body(installation, try await installation.owner())
        await installation.contributions.host.shutdown()
    }

    func ids(_ platform: Platform, _ caller: Caller) async throws -> [String] {
        try await platform.nodes.list(caller).map(\.id)
    }

    /// Libraries below the folder of packages.
    func files(_ installation: Installation) throws -> [String] {
        let folder = "\(installation.directory)/packages"
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".so") }.map { "\(folder)/\($0)" }
    }

    func document(_ version: String) -> JSONValue {
        var document = Installation.document().object ?? [:]
        document["nodes"] = [
            [
                "id": "first", "type": "postcard", "name": "First", "position": ["x": 0, "y": 0],
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

    func code(_ body: () async throws -> some Any) async -> String? { await error(body)?.code }
}
