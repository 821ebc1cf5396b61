/// What an account has of one service, beyond its code: what a deploy finds, and what one that fails goes back to.
struct ServiceState: Sendable, Hashable, Codable {
    /// The version that serves, or serves most; `nil` if the Worker does not exist.
    var version: String?
    /// Where several versions serve.
    var split: ScriptTraffic?
    var settings: ScriptSettings?
    var workflow: WorkflowRegistration?
    var subdomain: ScriptSubdomain?
    var schedules: [String] = []
    var routes: [WorkerRoute] = []
    var domains: [WorkerDomain] = []
    var consumers: [ServiceConsumer] = []
}

extension ServiceState {
    /// With what an earlier deploy registered beyond the workflow's class, where the account does not tell any of it.
    func registered(_ registration: WorkflowRegistration?) -> ServiceState {
        guard let registration, workflow?.settings == WorkflowRegistration.Settings.none else { return self }
        var state = self
        state.workflow?.settings = registration.settings
        return state
    }
}
