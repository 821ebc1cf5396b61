/// What a plugin is, and the nodes that it contributes: the part of a manifest that every plugin has.
public struct NodeManifest: Codable, Sendable {
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
    /// What the plugin does for its nodes besides their templates.
    public let nodeServices: [NodeService]
    /// Kinds of accounts that nodes can name.
    public let credentialTypes: [CredentialType]?
    /// What it needs beyond computing; absent: requests to any host.
    public let permissions: PluginPermissions?

    public init(
        id: String, name: String, version: String, description: String? = nil, author: String? = nil,
        license: String? = nil, nodes: [NodeDefinition] = [], templates: [NodeTemplate] = [],
        nodeServices: [NodeService] = [], credentialTypes: [CredentialType]? = nil,
        permissions: PluginPermissions? = nil
    ) {
        self.id = id
        self.name = name
        self.version = version
        self.description = description
        self.author = author
        self.license = license
        self.nodes = nodes
        self.templates = templates
        self.nodeServices = nodeServices
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
        nodeServices = try fields.decodeIfPresent([NodeService].self, forKey: .nodeServices) ?? []
        credentialTypes = try fields.decodeIfPresent([CredentialType].self, forKey: .credentialTypes)
        permissions = try fields.decodeIfPresent(PluginPermissions.self, forKey: .permissions)
    }
}
