/// What a provider can do; a call for anything else is refused before it reaches the plugin.
public enum ProviderCapability: String, Codable, Sendable, CaseIterable {
    /// Programs to artifacts.
    case emit
    case verify
    case deploy
    /// What a deploy would do.
    case preview
    /// Ending a deploy that a stopped server left behind.
    case recover
    case takedown
    case trigger
    /// The state of a run.
    case run
    case pause, resume, terminate, restart
    /// Delivering an event to a run.
    case sendEvent
    /// The steps of a run.
    case steps
    /// What a run printed.
    case logs
    /// What a deployment printed outside of runs, and the requests that it answered.
    case serviceLogs
    /// Sending a request to a deployment and reporting the response.
    case request
    /// What has become of all runs since a moment.
    case states
    /// Deleting what is kept of runs that have ended.
    case deleteRuns
    /// Restarting a run from one of its steps.
    case restartFrom
    /// Running the rollback handlers of a run's steps when it is terminated.
    case terminateRollback
    /// Giving a deployment the secrets that have changed since it was deployed.
    case updateSecrets
    /// What is wrong with its data folder.
    case inspect
    /// What it measures.
    case metrics
}
