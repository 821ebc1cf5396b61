/// The result of `provider.updateSecrets`.
public struct SecretUpdateResult: Codable, Sendable {
    /// `false` if the deployment keeps its values until the next deploy, as its configuration says.
    public let isUpdated: Bool

    public init(isUpdated: Bool) { self.isUpdated = isUpdated }
}
