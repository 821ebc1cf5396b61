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

    /// A node that is offered or installed.
    package struct Entry: Sendable {
        /// `nil` when no registry that answers has it.
        package let offer: RegistryIndex.Node?
        package let registry: String?
        package let installation: Installation?
        package let id: String

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
        /// As its library tells it; `nil` while that is not loaded.
        package let definition: NodeDefinition?
    }

    package struct Details: Sendable {
        package let entry: Entry
        /// Of the version that is asked for, as the registry has them.
        package let definition: JSONValue?
        package let readme: String?
    }

    package func list(_ caller: Caller) async throws -> (entries: [Entry], registries: [RegistryStatus]) {
        let offers = await registries.offers()
        let installed = try await installed(caller)
        let byNode = Dictionary(installed.map { ($0.node, $0) }, uniquingKeysWith: { first, _ in first })
        let offered = Set(offers.map(\.node.id))
        let entries =
            offers.map { offer in
                Entry(
                    offer: offer.node, registry: offer.source.name, installation: byNode[offer.node.id],
                    id: offer.node.id)
            }
            + installed.filter { !offered.contains($0.node) }.map {
                Entry(offer: nil, registry: nil, installation: $0, id: $0.node)
            }
        return (entries.sorted { $0.id < $1.id }, await registries.statuses)
    }

    /// - Parameter version: `nil` takes the latest.
    package func get(_ caller: Caller, _ id: String, version: String?) async throws -> Details {
        let offer = await registries.offers().first { $0.node.id == id }
        let installation = try await installed(caller).first { $0.node == id }
        guard offer != nil || installation != nil else {
            throw PlatformError.unknownNode(id)
        }
        let entry = Entry(offer: offer?.node, registry: offer?.source.name, installation: installation, id: id)
        guard let offer else { return Details(entry: entry, definition: nil, readme: nil) }
        let shown = version.map { wanted in offer.node.versions.first { $0.version == wanted } } ?? offer.node.latest
        guard let shown = shown ?? (version == nil ? offer.node.versions.first : nil) else {
            throw PlatformError.unknownVersion(
                node: id, version: version ?? "", known: offer.node.versions.map(\.version))
        }
        // The page is an extra: without it the rest is still worth showing.
        let definition = try? JSONValue(parsing: await offer.source.document(shown.definition))
        let readme = try? await offer.source.document(shown.readme)
        return Details(
            entry: entry, definition: definition, readme: readme.map { String(decoding: $0, as: UTF8.self) })
    }

    /// What the organization has, by node; nodes that are part of the server, too.
    package func installed(_ caller: Caller) async throws -> [Installation] {
        let records = try await storage.read {
            try Table(NodeInstallationRecord.self, in: $0).all(of: caller.organization)
        }
        let registry = contributions.registry
        let packages = Dictionary(grouping: records, by: \.node)
        let bundled = Dictionary(grouping: registry.limited { _, _ in false }.nodes, by: \.id)
            .filter { packages[$0.key] == nil }
        let installations =
            packages.compactMap { node, records -> Installation? in
                guard let current = records.first(where: \.isCurrent) else { return nil }
                return Installation(
                    node: node, version: current.version,
                    kept: records.filter { !$0.isCurrent }.map(\.version), isBundled: false,
                    installedAt: records.map(\.createdAt).min(), updatedAt: current.updatedAt,
                    definition: registry.definition(type: node, version: current.version))
            }
            + bundled.compactMap { node, versions in
                versions.first.map {
                    Installation(
                        node: node, version: $0.version, kept: versions.dropFirst().map(\.version), isBundled: true,
                        installedAt: nil, updatedAt: nil, definition: $0)
                }
            }
        return installations.sorted { $0.node < $1.node }
    }
}
