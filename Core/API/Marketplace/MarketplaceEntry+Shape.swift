import JSON
import Marketplace
import Platform
import PluginMessages
import Storage

extension MarketplaceCatalogue.Entry {
    static let shape = Shape<MarketplaceCatalogue.Entry>("MarketplaceEntry") {
        head
        Member("versions", .list(of: .text), { ($0.offer?.versions ?? []).map(\.version) })
        rest
    }

    /// What the registry and an installed version describe alike; an offer takes precedence.
    @MemberBuilder<MarketplaceCatalogue.Entry> fileprivate static var head: [Member<MarketplaceCatalogue.Entry>] {
        Member("id", .text.example("stripe"), \.id)
        Member("name", .text.example("Stripe"), nullable: { $0.offer?.name ?? $0.definition?.name })
        Member("description", .text, nullable: { $0.offer?.description ?? $0.definition?.description })
        Member("category", .text, nullable: { $0.offer?.category ?? $0.definition?.category })
        Member("tags", .list(of: .text), { $0.offer?.tags ?? $0.definition?.tags ?? [] })
        Member("registry", .text, nullable: \.registry)
        Member("latestVersion", .text.example("1.1.0"), nullable: \.latest?.version)
    }

    @MemberBuilder<MarketplaceCatalogue.Entry> fileprivate static var rest: [Member<MarketplaceCatalogue.Entry>] {
        Member("deprecated", .flag, { $0.latest?.deprecated ?? false })
        Member("deprecationMessage", .text, nullable: \.latest?.deprecationMessage)
        Member("replacedBy", .text, nullable: \.latest?.replacedBy)
        Member("isInstallable", .flag, { $0.offer?.latest != nil })
        Member("isInstalled", .flag, { $0.installation != nil })
        Member("hasUpdate", .flag, \.hasUpdate)
        Member("installation", MarketplaceCatalogue.Installation.shape, nullable: \.installation)
    }

    private var latest: RegistryIndex.Version? { offer?.latest ?? offer?.versions.first }
    private var definition: NodeDefinition? { installation?.definition }
}

extension MarketplaceCatalogue.Details {
    static let shape = Shape<MarketplaceCatalogue.Details>("MarketplaceNode") {
        MarketplaceCatalogue.Entry.head.map { $0.of(\.entry) }
        Member("versions", .list(of: RegistryIndex.Version.shape), { $0.entry.offer?.versions ?? [] })
        MarketplaceCatalogue.Entry.rest.map { $0.of(\.entry) }
        Member("definition", .anything, { $0.definition ?? .null }, "Definition of the returned version.")
        Member("readme", .text, nullable: \.readme)
    }
}

extension MarketplaceCatalogue.Installation {
    static let shape = Shape<MarketplaceCatalogue.Installation>("Installation") { common }

    static let fullShape = Shape<MarketplaceCatalogue.Installation>("InstalledNode") {
        common
        Member("definition", NodeDefinition.shape, nullable: \.definition)
    }

    @MemberBuilder<MarketplaceCatalogue.Installation> private static var common:
        [Member<MarketplaceCatalogue.Installation>]
    {
        Member("nodeId", .text.example("stripe"), \.node)
        Member("version", .text.example("1.0.0"), \.version)
        Member("keptVersions", .list(of: .text), \.kept)
        Member("isBundled", .flag, \.isBundled, "Bundled with the server; cannot be installed or removed.")
        Member("isLoaded", .flag.example(true), { $0.definition != nil })
        Member("installedAt", .time, nullable: \.installedAt)
        Member("updatedAt", .time, nullable: \.updatedAt)
    }
}
