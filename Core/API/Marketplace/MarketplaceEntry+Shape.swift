import JSON
import Marketplace
import Platform
import PluginMessages
import Storage

extension MarketplaceCatalogue.Entry {
    static let shape = Shape<MarketplaceCatalogue.Entry>("MarketplaceEntry") {
        head
        Member(
            "versions", .list(of: .text), { ($0.offer?.versions ?? []).map(\.version) },
            "The versions that the registry offers, newest first.")
        rest
    }

    /// What the registry and an installed version describe alike; an offer takes precedence.
    @MemberBuilder<MarketplaceCatalogue.Entry> fileprivate static var head: [Member<MarketplaceCatalogue.Entry>] {
        Member(
            "id", .text.example("stripe"), \.id,
            "The package's id: its node's type in documents, or that of its plugin.")
        Member(
            "name", .text.example("Stripe"), nullable: \.name,
            "The package's name for people; `null` if neither a registry nor an installation has it.")
        Member(
            "description", .text, nullable: \.description,
            "What the package does, in a sentence or two.")
        Member(
            "kinds", .list(of: .choice(of: PackageContents.Kind.self)), { $0.contents.kinds.map(\.rawValue) },
            "What the package contributes.")
        Member(
            "category", .text, nullable: \.category,
            "The heading under which catalogues list the package.")
        Member("tags", .list(of: .text), \.tags, "Words to search for.")
        Member(
            "registry", .text, nullable: \.registry,
            "The registry that offers the package; `null` if none does.")
        Member(
            "latestVersion", .text.example("1.1.0"), nullable: \.latest?.version,
            "The newest version that runs on this server; `null` if none does.")
    }

    @MemberBuilder<MarketplaceCatalogue.Entry> fileprivate static var rest: [Member<MarketplaceCatalogue.Entry>] {
        Member(
            "deprecated", .flag, { $0.latest?.deprecated ?? false },
            "Whether the publisher has deprecated the newest version.")
        Member(
            "deprecationMessage", .text, nullable: \.latest?.deprecationMessage,
            "The reason, and what to use instead; `null` unless deprecated.")
        Member("replacedBy", .text, nullable: \.latest?.replacedBy, "The node to use instead; `null` if there is none.")
        Member(
            "withdrawn", .text, nullable: \.withdrawal,
            "Why the publisher withdrew the installed version; `null` if it is not withdrawn.")
        Member(
            "revokedKey", .text, nullable: \.revocation,
            "Why the registry revoked the key that signed the installed version; `null` if it did not.")
        Member(
            "isInstallable", .flag, { $0.offer?.latest != nil && !$0.isForServer },
            "Whether a registry offers a build for this server's platform, and organizations install it.")
        Member("isInstalled", .flag, { $0.installation != nil }, "Whether the organization has installed the package.")
        Member(
            "isForServer", .flag, \.isForServer,
            "Whether it is the whole server's, such as a storage: the operator installs it on the command line.")
        Member(
            "permissions", .list(of: PackagePermission.shape), \.permissions,
            "Permissions beyond running in workflows of the version that would be installed.")
        Member("hasUpdate", .flag, \.hasUpdate, "Whether `latestVersion` is newer than the installed version.")
        Member(
            "installation", MarketplaceCatalogue.Installation.shape, nullable: \.installation,
            "What the organization has installed; `null` if nothing.")
    }

    private var latest: RegistryIndex.Version? { offer?.latest ?? offer?.versions.first }
}

extension MarketplaceCatalogue.Details {
    static let shape = Shape<MarketplaceCatalogue.Details>("MarketplaceNode") {
        MarketplaceCatalogue.Entry.head.map { $0.of(\.entry) }
        Member(
            "versions", .list(of: RegistryIndex.Version.shape), { $0.entry.offer?.versions ?? [] },
            "The versions that the registry offers, newest first, with their builds.")
        MarketplaceCatalogue.Entry.rest.map { $0.of(\.entry) }
        Member(
            "definition", .anything, { $0.definition ?? .null },
            "Definition of the returned version: a node's, or what the plugin declares.")
        Member(
            "contributes", PackageContents.shape, \.entry.contents,
            "What the version that would be installed contributes.")
        Member("readme", .text, nullable: \.readme, "The package's documentation in Markdown; `null` without one.")
        Member(
            "changelog", .text, nullable: \.changelog,
            "The changelog up to the returned version, in Markdown; `null` if its publisher provides none.")
    }
}

extension MarketplaceCatalogue.Installation {
    static let shape = Shape<MarketplaceCatalogue.Installation>("Installation") { common }

    static let fullShape = Shape<MarketplaceCatalogue.Installation>("InstalledNode") {
        common
        Member(
            "definition", NodeDefinition.shape, nullable: \.definition,
            "The node's form and output; `null` for other packages, and if its plugin could not be loaded.")
        Member("contributes", PackageContents.shape, \.contents, "What the installed version contributes.")
    }

    @MemberBuilder<MarketplaceCatalogue.Installation> private static var common:
        [Member<MarketplaceCatalogue.Installation>]
    {
        Member("nodeId", .text.example("stripe"), \.node, "The package that is installed, by its id.")
        Member("version", .text.example("1.0.0"), \.version, "The version that new workflow versions use.")
        Member(
            "keptVersions", .list(of: .text), \.kept,
            "Earlier versions that stay installed for the workflow versions that use them.")
        Member("isBundled", .flag, \.isBundled, "Bundled with the server; cannot be installed or removed.")
        Member(
            "isLoaded", .flag.example(true), \.isLoaded,
            "Whether the plugin of the version works; `GET /api/plugins` has the reason if not.")
        Member(
            "signedBy", .text, nullable: \.signedBy,
            "The id of the key that signed its package; `null` for an unsigned one, or if it came with the server.")
        Member(
            "installedAt", .time, nullable: \.installedAt,
            "When the node was first installed; `null` if it came with the server.")
        Member(
            "updatedAt", .time, nullable: \.updatedAt,
            "When the installed version last changed; `null` if it came with the server.")
    }
}
