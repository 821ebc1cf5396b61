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

/// The result of `provider.deleteRuns`: the provider has nothing of the runs any more, whether it had them or not.
public struct DeletedRuns: Codable, Sendable {
    /// The instances that have not ended, which are unchanged.
    public let unended: [String]

    public init(unended: [String] = []) { self.unended = unended }
}
