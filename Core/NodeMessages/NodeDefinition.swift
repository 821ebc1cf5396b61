import JSON

/// What a node is, for editors, the validator and the marketplace. Its code is a ``NodeTemplate``.
public struct NodeDefinition: Codable, Sendable {
    /// The node's type in a workflow: `^[a-z][a-z0-9_-]*$`.
    public let id: String
    public let name: String
    /// Semantic version.
    public let version: String
    /// At most 120 characters.
    public let description: String
    public let category: String
    public let tags: [String]
    /// SVG.
    public let icon: String?
    public let docsUrl: String?
    public let author: String?
    public let license: String?
    /// The fields of the node's `data`, an object by name on the wire, in the order of the form.
    @FieldList public var configSchema: [ConfigField]
    /// The shape of the node's value.
    @FieldList public var outputSchema: [OutputField]
    /// The targets that the node has templates for.
    public let providers: [String]
    /// npm packages and ranges.
    public let dependencies: [String: String]?
    public let runtime: NodeRuntime?
    public let deprecated: Bool?
    public let deprecationMessage: String?
    public let replacedBy: String?

    public init(
        id: String, name: String, version: String, description: String, category: String, tags: [String] = [],
        icon: String? = nil, docsUrl: String? = nil, author: String? = nil, license: String? = nil,
        configSchema: [ConfigField], outputSchema: [OutputField] = [], providers: [String],
        dependencies: [String: String]? = nil, runtime: NodeRuntime? = nil, deprecated: Bool? = nil,
        deprecationMessage: String? = nil, replacedBy: String? = nil
    ) {
        self.id = id
        self.name = name
        self.version = version
        self.description = description
        self.category = category
        self.tags = tags
        self.icon = icon
        self.docsUrl = docsUrl
        self.author = author
        self.license = license
        self._configSchema = FieldList(wrappedValue: configSchema)
        self._outputSchema = FieldList(wrappedValue: outputSchema)
        self.providers = providers
        self.dependencies = dependencies
        self.runtime = runtime
        self.deprecated = deprecated
        self.deprecationMessage = deprecationMessage
        self.replacedBy = replacedBy
    }
}
