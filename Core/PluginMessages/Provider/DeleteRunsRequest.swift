/// The parameters of `provider.deleteRuns`: runs of one deployment, of which the provider deletes all that it keeps.
public struct DeleteRunsRequest: Codable, Sendable {
    /// The largest number of runs in one request.
    public static let limit = 100

    public let deployment: DeploymentHandle
    public let instanceIds: [String]

    public init(deployment: DeploymentHandle, instanceIds: [String]) {
        self.deployment = deployment
        self.instanceIds = instanceIds
    }
}
