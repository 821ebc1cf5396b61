import JSON
import Marketplace
import PluginHost
import PluginMessages
import Storage
import Values

/// The marketplace as an organization sees it: what the registries offer and what is installed.
package struct MarketplaceCatalogue: Sendable {
    let storage: any StorageDriver
    let registries: Registries
    let contributions: any Contributions

    /// A package that is offered or installed.
    package struct Entry: Sendable {
        /// `nil` when no registry that answers has it.
        package let offer: RegistryIndex.Node?
        package let registry: String?
        package let installation: Installation?
        package let id: String
        /// Why the registry has revoked the key that signed the installed version; `nil` if it has not.
        package let revocation: String?

        package var name: String? { offer?.name ?? installation?.name }
        package var description: String? { offer?.description ?? installation?.description }
        package var category: String? { offer?.category ?? installation?.definition?.category }
        package var tags: [String] { offer?.tags ?? installation?.definition?.tags ?? [] }

        /// What the version that would be installed contributes, or else the installed one.
        package var contents: PackageContents {
            (offer?.latest ?? offer?.versions.first)?.contents(of: id) ?? installation?.contents ?? PackageContents()
        }

        /// What the version that would be installed may do.
        package var permissions: [PackagePermission] {
            (offer?.latest ?? offer?.versions.first)?.asked(of: id) ?? []
        }

        /// Whether it is the whole server's: the operator installs it on the command line.
        package var isForServer: Bool { !contents.storages.isEmpty }

        /// Why the publisher withdrew the installed version; `nil` if it is not withdrawn.
        package var withdrawal: String? {
            offer?.versions.first { $0.version == installation?.version }?.yanked
        }

        /// Whether a newer version could be had.
        package var hasUpdate: Bool {
            guard let installation, let latest = offer?.latest else { return false }
            return SemanticVersion.isOlder(installation.version, than: latest.version)
        }
    }

    package struct Installation: Sendable {
        package let node: String
        package let version: String
        /// Earlier ones that are kept.
        package let kept: [String]
        /// Part of the server, so that nobody installs or removes it.
        package let isBundled: Bool
        package let installedAt: Timestamp?
        package let updatedAt: Timestamp?
        /// The id of the key that signed its package.
        package let signedBy: String?
        /// Of a node, as its library tells it; `nil` while that is not loaded.
        package let definition: NodeDefinition?
        package let contents: PackageContents
        /// What its library is called and does; `nil` while that is not loaded.
        package let name: String?
        package let description: String?
        package let isLoaded: Bool
    }

    package struct Details: Sendable {
        package let entry: Entry
        /// Of the version that is asked for, as the registry has them.
        package let definition: JSONValue?
        package let readme: String?
        /// Markdown.
        package let changelog: String?
    }

    /// What is listed, with how many entries each category has whatever category is asked for.
    package struct List: Sendable {
        package let entries: [Entry]
        package let categories: [Category]
        package let registries: [RegistryStatus]
    }

    package struct Category: Sendable, Equatable {
        package let name: String
        package let count: Int
    }

    package func list(_ caller: Caller, _ filter: CatalogueFilter = CatalogueFilter()) async throws -> List {
        let found = try await entries(caller).filter(filter.matches)
        let categories = Dictionary(grouping: found.compactMap(\.category)) { $0 }
            .map { Category(name: $0.key, count: $0.value.count) }.sorted { $0.name < $1.name }
        return List(
            entries: found.filter(filter.isIn), categories: categories, registries: await registries.statuses)
    }

    private func entries(_ caller: Caller) async throws -> [Entry] {
        let offers = await registries.offers()
        let installed = try await installed(caller)
        let byNode = Dictionary(installed.map { ($0.node, $0) }, uniquingKeysWith: { first, _ in first })
        let offered = Set(offers.map(\.node.id))
        let entries =
            offers.map { offer in
                Entry(offer, byNode[offer.node.id])
            }
            + installed.filter { !offered.contains($0.node) }.map {
                Entry(offer: nil, registry: nil, installation: $0, id: $0.node, revocation: nil)
            }
        return entries.sorted { $0.id < $1.id }
    }

    /// - Parameter version: `nil` takes the latest.
    package func get(_ caller: Caller, _ id: String, version: String?) async throws -> Details {
        let offers = await registries.offers()
        let offer = offers.first { $0.node.id == id }
        let installations = try await installed(caller)
        let installation = installations.first { $0.node == id }
        guard offer != nil || installation != nil else {
            throw PlatformError.unknownNode(id, known: offers.map(\.node.id) + installations.map(\.node))
        }
        let entry =
            offer.map { Entry($0, installation) }
            ?? Entry(offer: nil, registry: nil, installation: installation, id: id, revocation: nil)
        guard let offer else { return Details(entry: entry, definition: nil, readme: nil, changelog: nil) }
        let shown = version.map { wanted in offer.node.versions.first { $0.version == wanted } } ?? offer.node.latest
        guard let shown = shown ?? (version == nil ? offer.node.versions.first : nil) else {
            throw PlatformError.unknownVersion(
                node: id, version: version ?? "", known: offer.node.versions.map(\.version))
        }
        // The texts are extras: without them the rest is still worth showing.
        let definition = try? JSONValue(parsing: await offer.source.document(shown.definition))
        let readme = try? await offer.source.document(shown.readme)
        var changelog: [UInt8]?
        if let path = shown.changelog { changelog = try? await offer.source.document(path) }
        return Details(
            entry: entry, definition: definition, readme: readme.map { String(decoding: $0, as: UTF8.self) },
            changelog: changelog.map(PackageChangelog.text))
    }

    /// What the organization has, by node; nodes that are part of the server, too.
    package func installed(_ caller: Caller) async throws -> [Installation] {
        let (records, stored) = try await storage.read { database in
            (
                try Table(NodeInstallationRecord.self, in: database).all(of: caller.organization),
                try Table(PackageRecord.self, in: database).all()
            )
        }
        let registry = contributions.registry
        let packages = Dictionary(grouping: records, by: \.node)
        let loaded = Dictionary(
            contributions.host.plugins.map { ($0.origin, $0.manifest) }, uniquingKeysWith: { first, _ in first })
        let bundled = Dictionary(grouping: registry.limited { _, _ in false }.nodes, by: \.id)
            .filter { packages[$0.key] == nil }
        let installations =
            packages.compactMap { node, records -> Installation? in
                guard let current = records.first(where: \.isCurrent) else { return nil }
                let manifest = loaded[.package(node: node, version: current.version)]
                let definition = registry.definition(type: node, version: current.version)
                let package = stored.first { $0.node == node && $0.version == current.version }
                return Installation(
                    node: node, version: current.version,
                    kept: records.filter { !$0.isCurrent }.map(\.version), isBundled: false,
                    installedAt: records.map(\.createdAt).min(), updatedAt: current.updatedAt,
                    signedBy: package?.keyID, definition: definition,
                    contents: manifest.map(PackageContents.init(of:)) ?? package?.contents(as: node)
                        ?? PackageContents(),
                    name: definition?.name ?? manifest?.name,
                    description: definition?.description ?? manifest?.description, isLoaded: manifest != nil)
            }
            + bundled.compactMap { node, versions in
                versions.first.map {
                    Installation(
                        node: node, version: $0.version, kept: versions.dropFirst().map(\.version), isBundled: true,
                        installedAt: nil, updatedAt: nil, signedBy: nil, definition: $0,
                        contents: PackageContents(nodes: [.init(id: node, version: $0.version)]), name: $0.name,
                        description: $0.description, isLoaded: true)
                }
            }
        return installations.sorted { $0.node < $1.node }
    }
}

extension MarketplaceCatalogue.Entry {
    fileprivate init(_ offer: Registries.Offer, _ installation: MarketplaceCatalogue.Installation?) {
        self.init(
            offer: offer.node, registry: RegistrySource.shown(offer.source.name), installation: installation,
            id: offer.node.id,
            revocation: installation?.signedBy.flatMap(offer.rules.revocation))
    }
}
