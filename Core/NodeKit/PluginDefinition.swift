/// A plugin: what it is and what it brings. A plugin's source ends with its entry point:
///
///     @c(millrace_plugin_start)
///     public func start(_ host: HostTable) -> PluginTable {
///         PluginDefinition(id: "slack", name: "Slack", version: "1.0.0", nodes: [SlackNode()]).start(host)
///     }
public struct PluginDefinition: Sendable {
    let manifest: NodeManifest
    let nodes: [any NodePlugin]
    /// The parts of the plugin besides nodes.
    let parts: [any PluginPart]

    /// A plugin of nodes.
    /// - Parameter permissions: What it needs, as people see it before they install it; the host keeps it to that.
    public init(
        id: String, name: String, version: String, description: String? = nil, author: String? = nil,
        license: String? = nil, nodes: [any NodePlugin], credentialTypes: [CredentialType]? = nil,
        permissions: PluginPermissions? = nil
    ) {
        self.init(
            id: id, name: name, version: version, description: description, author: author, license: license,
            nodes: nodes, credentialTypes: credentialTypes, permissions: permissions, parts: [])
    }

    package init(
        id: String, name: String, version: String, description: String?, author: String?, license: String?,
        nodes: [any NodePlugin], credentialTypes: [CredentialType]?, permissions: PluginPermissions?,
        parts: [any PluginPart]
    ) {
        manifest = NodeManifest(
            id: id, name: name, version: version, description: description, author: author, license: license,
            nodes: nodes.map(\.definition), templates: nodes.flatMap(\.nodeTemplates),
            nodeServices: nodes.filter { !$0.services.isEmpty }.map {
                NodeService(node: $0.definition.id, version: $0.definition.version, services: $0.services)
            }, credentialTypes: credentialTypes, permissions: permissions)
        self.nodes = nodes
        self.parts = parts
    }

    /// Makes the table that `millrace_plugin_start` returns; `nil`, after logging why, when the host is of
    /// another ABI version.
    public func start(_ host: HostTable) -> PluginTable {
        guard let host = HostPort(table: host) else { return nil }
        return PluginRuntime(definition: self, host: host).table
    }
}
