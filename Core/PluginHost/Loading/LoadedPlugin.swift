import PluginMessages

/// A plugin that answers calls.
package struct LoadedPlugin: Sendable {
    package let path: String
    package let origin: PluginOrigin
    package let manifest: Manifest
    package let connection: any PluginConnection
    /// The connection of an organization; `nil` where all have the same.
    private let owned: (@Sendable (_ organization: String) -> any PluginConnection)?

    package init(
        path: String, origin: PluginOrigin = .installation, manifest: Manifest, connection: any PluginConnection,
        owned: (@Sendable (_ organization: String) -> any PluginConnection)? = nil
    ) {
        self.path = path
        self.origin = origin
        self.manifest = manifest
        self.connection = connection
        self.owned = owned
    }

    /// Whether each organization has a process of its own.
    var isOwned: Bool { owned != nil }

    /// The plugin as one organization calls it; `nil` is none.
    func of(_ organization: String?) -> LoadedPlugin {
        guard let owned, let organization else { return self }
        return LoadedPlugin(path: path, origin: origin, manifest: manifest, connection: owned(organization))
    }

    /// The plugin as an organization keeps it for documents that name its nodes: another version of it provides the rest,
    /// and works in its data folder.
    /// - Parameter names: Nodes that another version provides as they are.
    func nodesOnly(except names: Set<String>) -> LoadedPlugin {
        let isMore = !manifest.isOnlyNodes
        let isRepeated = manifest.nodes.contains { names.contains($0.key) }
        guard isMore || isRepeated else { return self }
        func isOwn(_ node: String, _ version: String) -> Bool { !names.contains("\(node)@\(version)") }
        return with(
            Manifest(
                id: manifest.id, name: manifest.name, version: manifest.version, description: manifest.description,
                author: manifest.author, license: manifest.license,
                nodes: manifest.nodes.filter { isOwn($0.id, $0.version) },
                templates: manifest.templates.filter { isOwn($0.node, $0.version) },
                nodeServices: isMore ? [] : manifest.nodeServices.filter { isOwn($0.node, $0.version) },
                settings: manifest.settings, credentialTypes: manifest.credentialTypes,
                permissions: manifest.permissions))
    }

    /// The same library with another content.
    func with(_ manifest: Manifest) -> LoadedPlugin {
        LoadedPlugin(path: path, origin: origin, manifest: manifest, connection: connection, owned: owned)
    }

    /// Whether this is somebody else's plugin under the id of one that does more than nodes: its events, its settings and
    /// its data would be taken for the other's.
    func impersonates(_ other: LoadedPlugin) -> Bool {
        guard manifest.id == other.manifest.id, case .package(let node, _) = origin else { return false }
        switch other.origin {
        case .package(let otherNode, _): return node != otherNode
        case .installation:
            return !other.manifest.providers.isEmpty || !other.manifest.resources.isEmpty
                || !other.manifest.storages.isEmpty
        }
    }
}

extension NodeDefinition {
    /// Tells versions of nodes from each other.
    var key: String { "\(id)@\(version)" }
}
