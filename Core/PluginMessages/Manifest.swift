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

    public init(
        id: String, name: String, version: String, description: String? = nil, author: String? = nil,
        license: String? = nil, nodes: [NodeDefinition] = [], templates: [NodeTemplate] = [],
        providers: [ProviderDefinition] = []
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
    }
}
