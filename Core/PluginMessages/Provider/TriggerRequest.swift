import JSON

/// The parameters of `provider.trigger`.
public struct TriggerRequest: Codable, Sendable {
    public let deployment: DeploymentHandle
    /// The core's id of the run; a provider that can choose instance ids uses it, so that a repeated call
    /// starts nothing twice.
    public let runId: String
    public let params: JSONValue

    public init(deployment: DeploymentHandle, runId: String, params: JSONValue) {
        self.deployment = deployment
        self.runId = runId
        self.params = params
    }
}
