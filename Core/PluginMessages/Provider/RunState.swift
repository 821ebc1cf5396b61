import JSON

/// The result of `provider.trigger`, `provider.run` and `provider.control`; also the payload of the event
/// `run.changed`, by which a provider that knows of changes tells the core.
public struct RunState: Codable, Sendable {
    public let instanceId: String
    public let status: RunStatus
    /// What the run was started with, where the provider knows: the core keeps it of a run that it did not start.
    public let params: JSONValue?
    /// When it began, in milliseconds since 1970, where the provider says: the core keeps it of a run that it did not start.
    public let createdAt: Int?
    /// Of a complete run.
    public let output: JSONValue?
    /// Of an errored run.
    public let error: RunFailure?
    /// Of a waiting run, where the provider knows it.
    public let waitingFor: RunWait?

    public init(
        instanceId: String, status: RunStatus, params: JSONValue? = nil, createdAt: Int? = nil,
        output: JSONValue? = nil, error: RunFailure? = nil, waitingFor: RunWait? = nil
    ) {
        self.instanceId = instanceId
        self.status = status
        self.params = params
        self.createdAt = createdAt
        self.output = output
        self.error = error
        self.waitingFor = waitingFor
    }
}
