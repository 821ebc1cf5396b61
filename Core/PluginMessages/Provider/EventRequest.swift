import JSON

/// The parameters of `provider.sendEvent`: something that a run waits for, or will wait for.
public struct EventRequest: Codable, Sendable {
    public let deployment: DeploymentHandle
    public let instanceId: String
    public let type: String
    public let payload: JSONValue?

    public init(deployment: DeploymentHandle, instanceId: String, type: String, payload: JSONValue? = nil) {
        self.deployment = deployment
        self.instanceId = instanceId
        self.type = type
        self.payload = payload
    }
}
