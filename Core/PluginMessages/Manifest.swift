/// Everything one plugin contributes. The host learns of a plugin's nodes, providers and endpoints from here
/// and from nowhere else.
public struct Manifest: Codable, Sendable {
    /// Unique among the plugins of a server: `^[a-z][a-z0-9_-]*$`.
    public let id: String
    public let name: String
    /// Semantic version.
    public let version: String
    public let description: String?
    public let author: String?
    public let license: String?
    public let nodes: [NodeDefinition]
    /// TypeScript for the nodes: one for each node version and target.
    public let templates: [NodeTemplate]
    public let providers: [ProviderDefinition]
    /// Endpoints below `/api/resources`.
    public let resources: [ResourceEndpoint]
    /// What the plugin does for its nodes besides their templates.
    public let nodeServices: [NodeService]
    /// Databases that the server can keep everything in.
    public let storages: [StorageDefinition]
    /// The settings that an operator can make; absent: any, unchecked.
    public let settings: [SettingDefinition]?
    /// Kinds of accounts that nodes can name.
    public let credentialTypes: [CredentialType]?
    /// What it needs beyond computing; absent: requests to any host.
    public let permissions: PluginPermissions?

    public init(
        id: String, name: String, version: String, description: String? = nil, author: String? = nil,
        license: String? = nil, nodes: [NodeDefinition] = [], templates: [NodeTemplate] = [],
        providers: [ProviderDefinition] = [], resources: [ResourceEndpoint] = [], nodeServices: [NodeService] = [],
        storages: [StorageDefinition] = [], settings: [SettingDefinition]? = nil,
        credentialTypes: [CredentialType]? = nil, permissions: PluginPermissions? = nil
    ) {
        self.id = id
        self.name = name
        self.version = version
        self.description = description
        self.author = author
        self.license = license
        self.nodes = nodes
        self.templates = templates
        self.providers = providers
        self.resources = resources
        self.nodeServices = nodeServices
        self.storages = storages
        self.settings = settings
        self.credentialTypes = credentialTypes
        self.permissions = permissions
    }

    /// Lists that a manifest leaves out are empty.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        id = try fields.decode(String.self, forKey: .id)
        name = try fields.decode(String.self, forKey: .name)
        version = try fields.decode(String.self, forKey: .version)
        description = try fields.decodeIfPresent(String.self, forKey: .description)
        author = try fields.decodeIfPresent(String.self, forKey: .author)
        license = try fields.decodeIfPresent(String.self, forKey: .license)
        nodes = try fields.decodeIfPresent([NodeDefinition].self, forKey: .nodes) ?? []
        templates = try fields.decodeIfPresent([NodeTemplate].self, forKey: .templates) ?? []
        providers = try fields.decodeIfPresent([ProviderDefinition].self, forKey: .providers) ?? []
        resources = try fields.decodeIfPresent([ResourceEndpoint].self, forKey: .resources) ?? []
        nodeServices = try fields.decodeIfPresent([NodeService].self, forKey: .nodeServices) ?? []
        storages = try fields.decodeIfPresent([StorageDefinition].self, forKey: .storages) ?? []
        settings = try fields.decodeIfPresent([SettingDefinition].self, forKey: .settings)
        credentialTypes = try fields.decodeIfPresent([CredentialType].self, forKey: .credentialTypes)
        permissions = try fields.decodeIfPresent(PluginPermissions.self, forKey: .permissions)
    }
}
