import JSON

/// The parameters of `provider.recover`: a deploy that a server began and did not end.
public struct RecoverRequest: Codable, Sendable {
    public let deploymentId: String
    public let workflowId: String
    public let credentials: Credentials
    /// The reference of what was deployed before, and is still deployed as far as the core knows.
    public let previous: JSONValue?

    public init(deploymentId: String, workflowId: String, credentials: Credentials, previous: JSONValue? = nil) {
        self.deploymentId = deploymentId
        self.workflowId = workflowId
        self.credentials = credentials
        self.previous = previous
    }
}
