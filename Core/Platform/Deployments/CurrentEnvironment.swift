import PluginMessages
import Storage

/// The environment that a deploy would give a workflow now.
struct CurrentEnvironment {
    private let variables: [EnvironmentVariable]
    private let credentials: [CredentialRecord]
    private let secrets: SecretBox
    private let rules: CredentialRules

    init(
        of workflow: WorkflowRecord, _ secrets: SecretBox, _ rules: CredentialRules, in database: any SQLConnection
    ) throws {
        let records = try Table(VariableRecord.self, in: database).all(
            visibleTo: workflow.id, project: workflow.project, organization: workflow.organization)
        variables = try DeployEnvironment(known: records, secrets).variables
        credentials = try Table(CredentialRecord.self, in: database).all(
            visibleTo: workflow.project, of: workflow.organization)
        self.secrets = secrets
        self.rules = rules
    }

    /// On a provider.
    func variables(on provider: String) throws -> [EnvironmentVariable] {
        try variables
            + DeployCredentials(credentials, rules.types, asks: rules.asks(provider) == true, secrets).variables()
    }

    /// What a deployment has other values of.
    func changes(
        of deployment: DeploymentRecord, in database: any SQLConnection
    ) throws -> [String: StaleDeployment.Change] {
        guard let deployed = try deployment.deployedVariables(secrets),
            let connection = try deployment.connection.flatMap({
                try Table(ConnectionRecord.self, in: database).find($0, of: deployment.organization)
            })
        else { return [:] }
        let changes = deployed.changes(to: try variables(on: connection.provider))
        // While its provider is off nobody can say what it would give programs of credentials.
        guard rules.asks(connection.provider) == nil else { return changes }
        return changes.filter { !$0.key.hasPrefix(CredentialUse.prefix) }
    }
}
