import JSON

/// A place that workflows are deployed to.
public struct ProviderDefinition: Codable, Sendable {
    /// `^[a-z][a-z0-9_-]*$`; also the name of the target it compiles.
    public let id: String
    public let name: String
    public let description: String
    /// The targets whose node templates and artifacts it accepts besides its own.
    public let accepts: [String]
    /// What a connection's `credentials` holds; fields of kind `secret` are never shown again.
    @FieldList public var credentialSchema: [ConfigField]
    /// What a deployment can be configured with.
    @FieldList public var configSchema: [ConfigField]
    public let capabilities: [ProviderCapability]
    /// A connection that a fresh installation has, so that it is usable at once; only for providers that need
    /// no credentials.
    public let defaultConnection: String?
    /// The types of the bindings that it has; `nil` for all.
    public let bindings: [String]?
    /// Whether `provider.states` is sent the connection's active deployments: a provider that keeps no list of its own
    /// finds the runs that schedules and requests have started by them.
    public let needsDeployments: Bool?
    /// Whether its programs get the tokens of credentials from the server, which the provider asks for them
    /// (``TokenRequest``): what mints tokens is not in such programs.
    public let asksTokens: Bool?
    /// Whether its programs check requests as a trigger's `auth` says; documents with one are not compiled for others.
    public let checksRequests: Bool?
    /// Whether documents are tried on it before they are deployed: a deploy takes no longer than somebody waits for a test,
    /// costs nothing, and two deployments of one workflow do not meet.
    public let runsTests: Bool?
    /// Whether deployments and their runs are on the disk of the server that deployed them: another server of the database has
    /// none of them.
    public let isOnServer: Bool?

    public init(
        id: String, name: String, description: String, accepts: [String] = [], credentialSchema: [ConfigField] = [],
        configSchema: [ConfigField] = [], capabilities: [ProviderCapability], defaultConnection: String? = nil,
        bindings: [String]? = nil, needsDeployments: Bool? = nil, asksTokens: Bool? = nil,
        checksRequests: Bool? = nil, runsTests: Bool? = nil, isOnServer: Bool? = nil
    ) {
        self.id = id
        self.name = name
        self.description = description
        self.accepts = accepts
        self._credentialSchema = FieldList(wrappedValue: credentialSchema)
        self._configSchema = FieldList(wrappedValue: configSchema)
        self.capabilities = capabilities
        self.defaultConnection = defaultConnection
        self.bindings = bindings
        self.needsDeployments = needsDeployments
        self.asksTokens = asksTokens
        self.checksRequests = checksRequests
        self.runsTests = runsTests
        self.isOnServer = isOnServer
    }
}
