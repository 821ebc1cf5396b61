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
