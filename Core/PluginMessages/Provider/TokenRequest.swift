/// What a provider asks the server for one of its programs: a token of a credential. See ``ProviderDefinition/asksTokens``.
public struct TokenRequest: Codable, Sendable {
    public let deploymentId: String
    /// The credential's name.
    public let credential: String
    /// SHA-256, hexadecimal, of a token that the vendor has refused: another one is minted.
    public let refused: String?

    public init(deploymentId: String, credential: String, refused: String? = nil) {
        self.deploymentId = deploymentId
        self.credential = credential
        self.refused = refused
    }
}
