import JSON

/// The parameters of `provider.verify`.
public struct VerifyRequest: Codable, Sendable {
    public let credentials: JSONObject
    /// Whether the result is to name permissions, which may need further calls.
    public let permissions: Bool?

    public init(credentials: JSONObject, permissions: Bool? = nil) {
        self.credentials = credentials
        self.permissions = permissions
    }
}
