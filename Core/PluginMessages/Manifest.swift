/// Everything one plugin contributes. The host learns of a plugin's nodes, providers and endpoints from here
/// and from nowhere else.
///
/// The members of both parts are members of the manifest, here and on the wire.
@dynamicMemberLookup
public struct Manifest: Codable, Sendable {
    /// What the plugin is, and its nodes.
    public let node: NodeManifest
    /// Its providers, endpoints, storages and settings.
    public let server: ServerManifest

    public init(
        id: String, name: String, version: String, description: String? = nil, author: String? = nil,
        license: String? = nil, nodes: [NodeDefinition] = [], templates: [NodeTemplate] = [],
        providers: [ProviderDefinition] = [], resources: [ResourceEndpoint] = [], nodeServices: [NodeService] = [],
        storages: [StorageDefinition] = [], settings: [SettingDefinition]? = nil,
        credentialTypes: [CredentialType]? = nil, permissions: PluginPermissions? = nil
    ) {
        node = NodeManifest(
            id: id, name: name, version: version, description: description, author: author, license: license,
            nodes: nodes, templates: templates, nodeServices: nodeServices, credentialTypes: credentialTypes,
            permissions: permissions)
        server = ServerManifest(providers: providers, resources: resources, storages: storages, settings: settings)
    }

    public init(from decoder: any Decoder) throws {
        node = try NodeManifest(from: decoder)
        server = try ServerManifest(from: decoder)
    }

    public func encode(to encoder: any Encoder) throws {
        try node.encode(to: encoder)
        try server.encode(to: encoder)
    }

    public subscript<Member>(dynamicMember member: KeyPath<NodeManifest, Member>) -> Member { node[keyPath: member] }

    public subscript<Member>(dynamicMember member: KeyPath<ServerManifest, Member>) -> Member {
        server[keyPath: member]
    }
}
