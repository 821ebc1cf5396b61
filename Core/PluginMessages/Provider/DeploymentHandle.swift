import JSON

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
