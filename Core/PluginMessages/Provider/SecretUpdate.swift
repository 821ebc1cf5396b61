import JSON

/// The parameters of `provider.updateSecrets`: what has changed of a deployment's secrets since it was deployed.
public struct SecretUpdate: Codable, Sendable {
    public let deploymentId: String
    public let reference: JSONValue
    public let credentials: Credentials
    /// The new values of secrets that the deployment has.
    public let changed: [EnvironmentVariable]
    /// The names of secrets that it has and that do not exist any more.
    public let removed: [String]

    public init(
        deploymentId: String, reference: JSONValue, credentials: Credentials, changed: [EnvironmentVariable],
        removed: [String]
    ) {
        self.deploymentId = deploymentId
        self.reference = reference
        self.credentials = credentials
        self.changed = changed
        self.removed = removed
    }
}
