import JSON

/// The parameters of `provider.states`: what has become of the runs of a connection. By it a host puts its own list right,
/// after a stop that lost events among others.
public struct StatesRequest: Codable, Sendable {
    /// Runs of one deployment.
    public struct DeploymentRuns: Codable, Sendable {
        public let deploymentId: String
        public let reference: JSONValue
        public let instanceIds: [String]

        public init(deploymentId: String, reference: JSONValue, instanceIds: [String]) {
            self.deploymentId = deploymentId
            self.reference = reference
            self.instanceIds = instanceIds
        }
    }

    /// A deployment that runs may have been started of by its schedule or a request.
    public struct ActiveDeployment: Codable, Sendable {
        public let deploymentId: String
        public let reference: JSONValue

        public init(deploymentId: String, reference: JSONValue) {
            self.deploymentId = deploymentId
            self.reference = reference
        }
    }

    public let credentials: Credentials
    /// The `next` of an earlier result: changes up to there are known. `nil` begins with the oldest.
    public let since: String?
    /// The largest number of changes in the result.
    public let limit: Int
    /// Runs that the host does not know to have ended, of which it asks whether the provider has them.
    public let runs: [DeploymentRuns]
    /// The active deployments of the connection, by id; `nil` unless the provider's definition asks for them.
    public let deployments: [ActiveDeployment]?

    public init(
        credentials: Credentials, since: String?, limit: Int, runs: [DeploymentRuns] = [],
        deployments: [ActiveDeployment]? = nil
    ) {
        self.credentials = credentials
        self.since = since
        self.limit = limit
        self.runs = runs
        self.deployments = deployments
    }
}

/// The state of a run that the provider has. Times are milliseconds since 1970.
public struct RunChange: Codable, Sendable {
    public let deploymentId: String
    public let state: RunState
    public let createdAt: Int
    public let endedAt: Int?

    public init(deploymentId: String, state: RunState, createdAt: Int, endedAt: Int? = nil) {
        self.deploymentId = deploymentId
        self.state = state
        self.createdAt = createdAt
        self.endedAt = endedAt
    }
}

/// The result of `provider.states`.
public struct RunStates: Codable, Sendable {
    /// The runs of the connection that began or changed after `since`, the oldest change first and each run once; a page of
    /// them. Besides, the runs that the host asked about.
    public let changes: [RunChange]
    /// Where the next page begins.
    public let next: String
    /// The next page has changes.
    public let hasMore: Bool
    /// The instances, by deployment, that the host asked about and the provider does not have.
    public let unknown: [StatesRequest.DeploymentRuns]
    /// The ids of all deployments that the connection has; `nil` where the provider does not say.
    public let deployments: [String]?
    /// The addresses of deployments now, by id; of those that are not named the host keeps what it has.
    public let urls: [String: String]?

    public init(
        changes: [RunChange], next: String, hasMore: Bool, unknown: [StatesRequest.DeploymentRuns] = [],
        deployments: [String]? = nil, urls: [String: String]? = nil
    ) {
        self.changes = changes
        self.next = next
        self.hasMore = hasMore
        self.unknown = unknown
        self.deployments = deployments
        self.urls = urls
    }
}
