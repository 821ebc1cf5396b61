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
    var plugin: String?
    /// When the run began and ended, where the provider says.
    var createdAt: Timestamp?
    var endedAt: Timestamp?
    /// When the provider was asked; `nil` for what it told by itself. What has changed since then is newer.
    var askedAt: Timestamp?

    var key: Key { Key(deployment: deployment, instance: state.instanceId) }
}
