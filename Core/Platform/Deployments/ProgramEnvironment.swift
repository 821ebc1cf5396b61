import PluginMessages
import Storage

/// The variables that a program runs with.
struct ProgramEnvironment: Sendable {
    let variables: [EnvironmentVariable]
    /// With which the program asks for tokens; `nil` for one that does not.
    let tokenKey: String?

    /// - Parameter address: Where deployed programs reach the server; `nil` where they do not.
    /// - Throws: ``PlatformError/missingEnvironment(_:of:known:)``, and what ``DeployEnvironment`` and ``DeployCredentials`` throw.
    init(
        of artifact: Artifact, for deployment: DeploymentID, _ records: EnvironmentRecords,
        on provider: ProviderDefinition, types: CredentialTypes, address: String?, _ secrets: SecretBox
    ) throws {
        let own = try DeployEnvironment(records.variables, secrets).variables
        // First: who has to deploy elsewhere sets no variables here.
        try provider.checkBindings(of: artifact)
        let (credentials, askServer) = try DeployCredentials(
            records.credentials, types, asks: provider.asksTokens == true, secrets
        ).variables(for: artifact, address: address)
        let tokenKey = askServer ? RandomText.make() : nil
        let variables =
            own.filter { variable in !credentials.contains { $0.name == variable.name } } + credentials
            + TokenKey.variables(tokenKey, of: deployment, at: address)
        let names = Set(variables.map(\.name))
        let missing = artifact.requiredEnvironment.filter { !names.contains($0) }
        guard missing.isEmpty else {
            throw PlatformError.missingEnvironment(missing, of: artifact, known: variables.map(\.name))
        }
        self.variables = variables
        self.tokenKey = tokenKey
    }
}
