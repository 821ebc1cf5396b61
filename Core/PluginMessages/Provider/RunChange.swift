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
