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
