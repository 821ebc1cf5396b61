/// A plugin: what it is and what it brings. A plugin's source ends with its entry point:
///
///     @c(millrace_plugin_start)
///     public func start(_ host: HostTable) -> PluginTable {
///         PluginDefinition(id: "slack", name: "Slack", version: "1.0.0", nodes: [SlackNode()]).start(host)
///     }
public struct PluginDefinition: Sendable {
    let manifest: Manifest
    let providers: [any ProviderPlugin.Type]
    let resources: [any ResourcePlugin.Type]
    let nodes: [any NodePlugin]
    let storages: [any StoragePlugin.Type]

    /// - Parameters:
    ///   - settings: What an operator can set (`MILLRACE_<ID>_<NAME>`, `--<id>-<name>`); the host checks the values and passes
    ///     them to the plugin in their canonical spelling. `nil` accepts any, unchecked.
    ///   - permissions: What it needs, as people see it before they install it; the host keeps it to that.
    public init(
        id: String, name: String, version: String, description: String? = nil, author: String? = nil,
        license: String? = nil, nodes: [any NodePlugin] = [], providers: [any ProviderPlugin.Type] = [],
        resources: [any ResourcePlugin.Type] = [], storages: [any StoragePlugin.Type] = [],
        settings: [SettingDefinition]? = nil, credentialTypes: [CredentialType]? = nil,
        permissions: PluginPermissions? = nil
    ) {
        manifest = Manifest(
            id: id, name: name, version: version, description: description, author: author, license: license,
            nodes: nodes.map(\.definition), templates: nodes.flatMap(\.nodeTemplates),
            providers: providers.map { $0.definition }, resources: resources.flatMap { $0.endpoints },
            nodeServices: nodes.filter { !$0.services.isEmpty }.map {
                NodeService(node: $0.definition.id, version: $0.definition.version, services: $0.services)
            }, storages: storages.map { $0.definition }, settings: settings, credentialTypes: credentialTypes,
            permissions: permissions)
        self.nodes = nodes
        self.providers = providers
        self.resources = resources
        self.storages = storages
    }

    /// Makes the table that `millrace_plugin_start` returns; `nil`, after logging why, when the host is of
    /// another ABI version.
    public func start(_ host: HostTable) -> PluginTable {
        guard let host = HostPort(table: host) else { return nil }
        return PluginRuntime(definition: self, host: host).table
    }
}
