import JSON
import PluginMessages
import Values

/// What all loaded plugins contribute, as one value that never changes: a change of plugins makes another.
package struct ContributionRegistry: Sendable {
    /// Every loaded version of every plugin node, by id and then newest first.
    package let nodes: [NodeDefinition]
    /// By id.
    package let providers: [Provider]
    package let resources: [Resource]
    package let storages: [StorageService]
    /// Each once: the one of the newest version of its plugin.
    package let credentialTypes: [CredentialType]
    /// Libraries that were not loaded, and why.
    package let refusals: [PluginRefusal]
    private let plugins: [LoadedPlugin]
    private let disabled: [DisabledPlugin]

    private let nodesByType: [String: [NodeDefinition]]
    private let templatesByNode: [NodeVersion: [NodeTemplate]]
    private let servicesByNode: [NodeVersion: NodeServices]

    /// The parts of this value that organizations see, by the plugins that they have.
    private let views = ContributionViews()

    /// Libraries by their state.
    package var counts: (loaded: Int, off: Int, refused: Int) {
        (plugins.count, disabled.count { $0.cause == .off }, refusals.count)
    }

    /// Whether this is the very same snapshot, or the same part of it.
    package func isSame(as other: ContributionRegistry) -> Bool { views === other.views }

    private struct NodeVersion: Hashable {
        let type: String
        let version: String
    }

    package init(
        plugins: [LoadedPlugin] = [], refusals: [PluginRefusal] = [], disabled: [DisabledPlugin] = []
    ) {
        let nodesByType = Dictionary(grouping: plugins.flatMap(\.manifest.nodes), by: \.id)
            .mapValues { $0.sorted { SemanticVersion.isOlder($1.version, than: $0.version) } }
        nodes = nodesByType.sorted { $0.key < $1.key }.flatMap(\.value)
        self.nodesByType = nodesByType
        templatesByNode = Dictionary(
            grouping: plugins.flatMap(\.manifest.templates),
            by: { NodeVersion(type: $0.node, version: $0.version) })
        providers = plugins.flatMap { plugin in
            plugin.manifest.providers.map { Provider(definition: $0, connection: plugin.connection) }
        }.sorted { $0.definition.id < $1.definition.id }
        resources = plugins.flatMap { plugin in plugin.manifest.resources.map { Resource(endpoint: $0, of: plugin) } }
        storages = plugins.flatMap { plugin in plugin.manifest.storages.map { StorageService($0, of: plugin) } }
        credentialTypes = Self.credentialTypes(of: plugins)
        servicesByNode = Dictionary(
            plugins.flatMap { plugin in
                plugin.manifest.nodeServices.map {
                    (NodeVersion(type: $0.node, version: $0.version), NodeServices($0, plugin.connection))
                }
            }, uniquingKeysWith: { first, _ in first })
        self.refusals = refusals
        self.plugins = plugins
        self.disabled = disabled
    }

    private static func credentialTypes(of plugins: [LoadedPlugin]) -> [CredentialType] {
        var seen: Set<String> = []
        return plugins.map(\.manifest).sorted { SemanticVersion.isOlder($1.version, than: $0.version) }
            .flatMap { $0.credentialTypes ?? [] }.filter { seen.insert($0.id).inserted }
    }

    /// Those that the plugin of a node contributes, in any of its versions.
    package func credentialTypes(ofNode id: String) -> [CredentialType] {
        let own = Set(
            plugins.filter { plugin in plugin.manifest.nodes.contains { $0.id == id } }
                .flatMap { $0.manifest.credentialTypes ?? [] }.map(\.id))
        return credentialTypes.filter { own.contains($0.id) }
    }

    /// What the plugin of a node asks for; `nil`: requests to any host.
    package func permissions(of node: NodeDefinition) -> PluginPermissions? {
        plugins.first { plugin in plugin.manifest.nodes.contains { $0.key == node.key } }?.manifest.permissions
    }

    /// The plugin that would contribute a node, if it were on and could be loaded.
    /// - Parameter version: `nil` is any.
    package func disabled(node: String, version: String? = nil) -> DisabledPlugin? {
        disabled.first { plugin in
            plugin.manifest.nodes.contains { $0.id == node && (version == nil || $0.version == version) }
        }
    }

    /// The plugin that would contribute a provider, if it were on and could be loaded.
    package func disabled(provider: String) -> DisabledPlugin? {
        disabled.first { $0.manifest.providers.contains { $0.id == provider } }
    }

    /// The plugin that would answer at a path, if it were on and could be loaded.
    /// - Parameter path: Parts below `/api/resources`, decoded.
    package func disabled(_ method: ResourceEndpoint.Method?, _ path: [String]) -> DisabledPlugin? {
        disabled.first { plugin in
            plugin.manifest.resources.contains { $0.method == method && Resource.parameters(of: path, at: $0) != nil }
        }
    }

    /// How much an organization has of a package's version.
    package enum PackageView: Sendable {
        case nothing
        /// It is kept for documents that name its nodes; another version provides the rest.
        case nodes
        case all
    }

    /// The contributions without those of packages that an organization has not installed.
    /// - Parameter organization: `nil`: only what everybody has.
    package func limited(
        for organization: String? = nil, to isVisible: (_ node: String, _ version: String) -> Bool
    ) -> ContributionRegistry {
        limited(for: organization, as: { isVisible($0, $1) ? .all : .nothing })
    }

    /// The contributions as an organization has and calls them. Grouping them takes longer than most requests, so that the
    /// same selection of plugins is grouped once.
    /// - Parameter organization: `nil`: only what everybody has.
    package func limited(
        for organization: String? = nil, as view: (_ package: String, _ version: String) -> PackageView
    ) -> ContributionRegistry {
        func seen(_ origin: PluginOrigin) -> PackageView {
            switch origin {
            case .installation: .all
            case .package(let node, let version): view(node, version)
            }
        }
        var (selection, kept, off): ([Int], [Int], [Int]) = ([], [], [])
        for index in plugins.indices {
            switch seen(plugins[index].origin) {
            case .nothing: break
            case .nodes: kept.append(index)
            case .all: selection.append(index)
            }
        }
        for index in disabled.indices {
            if case .nothing = seen(disabled[index].origin) { continue }
            off.append(index)
        }
        // Who has no process of its own sees what others see.
        let owner = (selection + kept).contains { plugins[$0].isOwned } ? organization : nil
        guard selection.count < plugins.count || off.count < disabled.count || owner != nil else { return self }
        return views.view(of: .init(plugins: selection, kept: kept, disabled: off, owner: owner)) {
            let shown = selection.map { plugins[$0] } + nodes(ofKept: kept, besides: selection)
            return ContributionRegistry(
                plugins: shown.map { $0.of(owner) },
                refusals: refusals, disabled: off.map { disabled[$0] })
        }
    }

    /// What versions that are kept provide besides others: a node that several have in the same version is the newest one's.
    private func nodes(ofKept kept: [Int], besides selection: [Int]) -> [LoadedPlugin] {
        var names = Set(selection.flatMap { plugins[$0].manifest.nodes.map(\.key) })
        let newestFirst = kept.map { plugins[$0] }.sorted {
            SemanticVersion.isOlder($1.manifest.version, than: $0.manifest.version)
        }
        return newestFirst.map { plugin in
            let nodes = plugin.nodesOnly(except: names)
            names.formUnion(nodes.manifest.nodes.map(\.key))
            return nodes
        }
    }

    /// The nodes of a package's version, while it is loaded.
    package func nodes(ofPackage id: String, _ version: String) -> [NodeDefinition] {
        plugins.first { $0.origin == .package(node: id, version: version) }?.manifest.nodes ?? []
    }

    /// Of every loaded version of every plugin node, by node, newest first, and target.
    package var templates: [NodeTemplate] {
        nodes.flatMap { node in
            (templatesByNode[NodeVersion(type: node.id, version: node.version)] ?? []).sorted { $0.target < $1.target }
        }
    }

    package func provider(_ id: String) -> Provider? { providers.first { $0.definition.id == id } }

    /// The targets that some provider compiles.
    package var targets: [String] {
        providers.filter { $0.definition.capabilities.contains(.emit) }.map(\.definition.id)
    }

    package func checksRequests(_ target: String) -> Bool { provider(target)?.definition.checksRequests == true }

    /// What the plugin of a node does for it; `nil` when that is nothing but its template.
    package func services(of type: String, version: String) -> NodeServices? {
        servicesByNode[NodeVersion(type: type, version: resolved(version, of: type))]
    }

    /// The types of all nodes.
    package var types: [String] { Array(nodesByType.keys) }

    /// Newest first; empty for an unknown type.
    package func versions(of type: String) -> [String] { nodesByType[type]?.map(\.version) ?? [] }

    /// Of a version, or else of the oldest that is compatible with it.
    package func definition(type: String, version: String) -> NodeDefinition? {
        let version = resolved(version, of: type)
        return nodesByType[type]?.first { $0.version == version }
    }

    /// Documents outlive versions: one that is not here is replaced by the oldest that is compatible with it.
    private func resolved(_ version: String, of type: String) -> String {
        guard let nodes = nodesByType[type], !nodes.contains(where: { $0.version == version }) else { return version }
        // Newest first.
        return nodes.last { SemanticVersion.isCompatible($0.version, with: version) }?.version ?? version
    }

    /// The code of a node version for a target: its own, or else that of a target it accepts.
    package func template(type: String, version: String, target: String) -> NodeTemplate? {
        let templates = templatesByNode[NodeVersion(type: type, version: resolved(version, of: type))] ?? []
        let accepted = [target] + (provider(target)?.definition.accepts ?? [])
        return accepted.lazy.compactMap { target in templates.first { $0.target == target } }.first
    }
}
