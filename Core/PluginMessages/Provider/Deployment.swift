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

/// An event of `provider.deploy`.
public struct DeployProgress: Codable, Sendable {
    /// A stage of the REST specification, such as `CREATING_WORKER`.
    public let stage: String
    public let message: String
    /// Percent of the whole deploy; the provider's part lies between 45 and 100.
    public let progress: Int

    public init(stage: String, message: String, progress: Int) {
        self.stage = stage
        self.message = message
        self.progress = progress
    }
}

/// The result of `provider.deploy`.
public struct DeployResult: Codable, Sendable {
    /// The deployed service's name.
    public let serviceName: String
    /// Where it answers HTTP.
    public let url: String?
    /// Whatever the provider needs to find the deployment again; the core keeps it and gives it back.
    public let reference: JSONValue
    /// Remarks for the user that are not errors.
    public let notes: [String]?

    public init(serviceName: String, url: String? = nil, reference: JSONValue, notes: [String]? = nil) {
        self.serviceName = serviceName
        self.url = url
        self.reference = reference
        self.notes = notes
    }
}

/// The parameters of every call about something deployed.
public struct DeploymentHandle: Codable, Sendable {
    public let reference: JSONValue
    public let credentials: Credentials
    /// Of a takedown: whether to remove what others still use, and what the provider did not make.
    public let force: Bool?

    public init(reference: JSONValue, credentials: Credentials, force: Bool? = nil) {
        self.reference = reference
        self.credentials = credentials
        self.force = force
    }
}
