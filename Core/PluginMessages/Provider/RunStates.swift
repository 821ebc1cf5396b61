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
