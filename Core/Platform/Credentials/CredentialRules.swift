import PluginHost
import Storage

/// What plugins decide about the credentials of programs: their types, and which providers ask the server for tokens.
struct CredentialRules: Sendable {
    let types: CredentialTypes
    private let registry: ContributionRegistry

    init(_ contributions: any Contributions, of organization: OrganizationID) {
        registry = contributions.registry(of: organization)
        types = CredentialTypes(registry.credentialTypes)
    }

    /// - Returns: `nil` while the provider is not loaded.
    func asks(_ provider: String) -> Bool? { registry.provider(provider).map { $0.definition.asksTokens == true } }
}
