/// A credential that a node names.
public struct CredentialUse: Sendable, Hashable {
    /// What all variables of credentials begin with.
    public static let prefix = "MILLRACE_CREDENTIAL_"

    public let name: String
    /// The variables that the node reads without a credential, by its fields.
    public let variables: [String: String]

    public init(name: String, variables: [String: String] = [:]) {
        self.name = name
        self.variables = variables
    }

    /// The variable in which a deployment has what the credential needs.
    public var variable: String { Self.variable(of: name) }

    public static func variable(of name: String) -> String {
        prefix + name.uppercased().replacing("-", with: "_")
    }
}
