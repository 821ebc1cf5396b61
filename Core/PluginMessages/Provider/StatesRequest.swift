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
