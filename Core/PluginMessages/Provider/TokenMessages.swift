import JSON

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

/// What authorizes requests until it ends.
public struct TokenAnswer: Codable, Sendable {
    /// Seconds.
    public let expiresIn: Int
    /// By a node's fields; that of a token is `token`.
    public let values: [String: String]

    public init(expiresIn: Int, values: [String: String]) {
        self.expiresIn = expiresIn
        self.values = values
    }
}
