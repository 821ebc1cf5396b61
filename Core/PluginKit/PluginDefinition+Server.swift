extension PluginDefinition {
    /// A plugin of the server, with nodes or without.
    /// - Parameters:
    ///   - settings: What an operator can set (`MILLRACE_<ID>_<NAME>`, `--<id>-<name>`); the host checks the values and passes
    ///     them to the plugin in their canonical spelling. `nil` accepts any, unchecked.
    ///   - permissions: What it needs, as people see it before they install it; the host keeps it to that.
    // With nodes only, the initializer of NodeKit is meant.
    @_disfavoredOverload
    public init(
        id: String, name: String, version: String, description: String? = nil, author: String? = nil,
        license: String? = nil, nodes: [any NodePlugin] = [], providers: [any ProviderPlugin.Type] = [],
        resources: [any ResourcePlugin.Type] = [], storages: [any StoragePlugin.Type] = [],
        settings: [SettingDefinition]? = nil, credentialTypes: [CredentialType]? = nil,
        permissions: PluginPermissions? = nil
    ) {
        self.init(
            id: id, name: name, version: version, description: description, author: author, license: license,
            nodes: nodes, credentialTypes: credentialTypes, permissions: permissions,
            parts: [
                ServerPart(providers: providers, resources: resources, storages: storages, settings: settings)
            ])
    }
}
