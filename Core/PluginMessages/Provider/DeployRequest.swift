import JSON

/// The parameters of `provider.deploy`.
public struct DeployRequest: Sendable {
    public let deploymentId: String
    public let workflowId: String
    public let versionId: String
    /// The workflow's display name; the deployed service's name is made from it and the id.
    public let workflowName: String
    public let artifact: Artifact
    public let environment: [EnvironmentVariable]
    public let credentials: Credentials
    public let config: JSONObject
    /// The reference of the deployment that this one replaces.
    public let previous: JSONValue?

    public init(
        deploymentId: String, workflowId: String, versionId: String, workflowName: String, artifact: Artifact,
        environment: [EnvironmentVariable], credentials: Credentials, config: JSONObject = [:],
        previous: JSONValue? = nil
    ) {
        self.deploymentId = deploymentId
        self.workflowId = workflowId
        self.versionId = versionId
        self.workflowName = workflowName
        self.artifact = artifact
        self.environment = environment
        self.credentials = credentials
        self.config = config
        self.previous = previous
    }
}
