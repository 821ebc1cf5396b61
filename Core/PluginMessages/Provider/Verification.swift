import JSON

/// The parameters of `provider.verify`.
public struct VerifyRequest: Codable, Sendable {
    public let credentials: JSONObject

    public init(credentials: JSONObject) { self.credentials = credentials }
}

/// The result of `provider.verify`.
public struct Verification: Codable, Sendable {
    public struct Account: Codable, Sendable {
        public let id: String
        public let name: String

        public init(id: String, name: String) {
            self.id = id
            self.name = name
        }
    }

    public let valid: Bool
    public let accounts: [Account]?
    /// Why the credentials are not valid.
    public let message: String?

    public init(valid: Bool, accounts: [Account]? = nil, message: String? = nil) {
        self.valid = valid
        self.accounts = accounts
        self.message = message
    }
}
