/// What a plugin contributes to the server besides nodes: the part of a manifest that plugins of nodes do without.
public struct ServerManifest: Codable, Sendable {
    public let providers: [ProviderDefinition]
    /// Endpoints below `/api/resources`.
    public let resources: [ResourceEndpoint]
    /// Databases that the server can keep everything in.
    public let storages: [StorageDefinition]
    /// The settings that an operator can make; absent: any, unchecked.
    public let settings: [SettingDefinition]?

    public init(
        providers: [ProviderDefinition] = [], resources: [ResourceEndpoint] = [], storages: [StorageDefinition] = [],
        settings: [SettingDefinition]? = nil
    ) {
        self.providers = providers
        self.resources = resources
        self.storages = storages
        self.settings = settings
    }

    /// Lists that a manifest leaves out are empty.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        providers = try fields.decodeIfPresent([ProviderDefinition].self, forKey: .providers) ?? []
        resources = try fields.decodeIfPresent([ResourceEndpoint].self, forKey: .resources) ?? []
        storages = try fields.decodeIfPresent([StorageDefinition].self, forKey: .storages) ?? []
        settings = try fields.decodeIfPresent([SettingDefinition].self, forKey: .settings)
    }
}
