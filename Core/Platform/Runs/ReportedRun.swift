import PluginMessages
import Storage

/// What a provider reports of a run, by itself or when it is asked.
struct ReportedRun: Sendable {
    struct Key: Hashable, Sendable {
        let deployment: DeploymentID
        let instance: String
    }

    let deployment: DeploymentID
    let state: RunState
    /// The plugin that told it by itself; `nil` for what the deployment's provider answered.
    var reporter: Reporter?
    /// When the run began and ended, where the provider says.
    var createdAt: Timestamp?
    var endedAt: Timestamp?
    /// When the provider was asked; `nil` for what it told by itself. What has changed since then is newer.
    var askedAt: Timestamp?

    /// When the plugin told it by itself.
    var toldAt: Timestamp?

    /// A plugin, and the providers that it contributes.
    struct Reporter: Sendable {
        let plugin: String
        /// Whose process of the plugin it is; `nil`: the installation's.
        let organization: String?
        let providers: Set<String>
        /// The id of the server that it is on; `nil`: this one.
        var server: String?

        /// Whether it is this plugin, on this server, that something is deployed by.
        /// - Parameter own: The id of this server; `nil` where there is only one.
        func owns(_ deployed: Deployed, own: String?) -> Bool {
            let connection = deployed.connection
            return providers.contains(connection.provider)
                && (organization == nil || organization == connection.organization.text)
                && (own == nil || (deployed.deployment.server ?? server ?? own) == (server ?? own))
        }
    }

    var key: Key { Key(deployment: deployment, instance: state.instanceId) }
}
