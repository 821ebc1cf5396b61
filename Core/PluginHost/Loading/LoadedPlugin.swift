import JSON
import PluginMessages

/// A library that was found and not loaded.
package struct PluginRefusal: Error, Sendable, CustomStringConvertible {
    package let path: String
    /// Stable, for programs: `plugin.abi`.
    package let code: String
    package let reason: String

    package init(path: String, code: String, reason: String) {
        self.path = path
        self.code = code
        self.reason = reason
    }

    package var description: String { "\(path): \(reason) (\(code))" }

    package var fileName: String { Self.fileName(of: path) }

    static func fileName(of path: String) -> String { String(path.split(separator: "/").last ?? "") }
}

/// Where a plugin came from, which decides who sees it.
package enum PluginOrigin: Sendable, Hashable {
    /// Part of the installation, or of a folder that the operator named: for everybody.
    case installation
    /// A package of a registry: for the organizations that have installed it.
    /// - Parameter node: The package's id, which is its node's where it has one node and nothing else.
    case package(node: String, version: String)
}

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

/// Something a plugin tells that no call asked for.
package struct PluginEvent: Sendable {
    package let plugin: String
    /// Whose process of the plugin it is; `nil`: the installation's.
    package let organization: String?
    /// Those that the plugin contributes: of others' deployments it has nothing to tell.
    package let providers: Set<String>
    package let name: String
    package let payload: JSONValue
    /// Kept as long as the event, or what was made of it, waits.
    package let share: (any Sendable & AnyObject)?
    /// The id of the server whose plugin told it; `nil`: this one.
    package let server: String?

    /// Told when events of the plugin were dropped, since there were too many, and all others have been applied.
    package static let lost = "events.lost"

    package init(
        plugin: String, organization: String? = nil, providers: Set<String>, name: String, payload: JSONValue,
        share: (any Sendable & AnyObject)? = nil, server: String? = nil
    ) {
        self.plugin = plugin
        self.organization = organization
        self.providers = providers
        self.name = name
        self.payload = payload
        self.share = share
        self.server = server
    }
}
