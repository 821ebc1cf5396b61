/// The result of `provider.recover`.
public struct Recovery: Codable, Sendable {
    /// The deploy had come to its end, and this is what came of it; `nil`: what was deployed before is again.
    public let result: DeployResult?

    public init(result: DeployResult? = nil) { self.result = result }
}
