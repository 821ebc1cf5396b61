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

    /// Something that the credentials may be allowed to do.
    public struct Permission: Codable, Sendable, Hashable {
        /// The name that the provider uses.
        public let name: String
        /// What needs it, for people: `every deploy`.
        public let purpose: String
        /// Whether deploys fail without it, whatever they deploy.
        public let isRequired: Bool
        /// `nil` where the provider cannot tell.
        public let isGranted: Bool?

        public init(_ name: String, for purpose: String, isRequired: Bool = false, isGranted: Bool?) {
            self.name = name
            self.purpose = purpose
            self.isRequired = isRequired
            self.isGranted = isGranted
        }
    }

    public let valid: Bool
    public let accounts: [Account]?
    /// Why the credentials are not valid.
    public let message: String?
    /// `nil` where the provider does not tell.
    public let permissions: [Permission]?

    public init(
        valid: Bool, accounts: [Account]? = nil, message: String? = nil, permissions: [Permission]? = nil
    ) {
        self.valid = valid
        self.accounts = accounts
        self.message = message
        self.permissions = permissions
    }
}
