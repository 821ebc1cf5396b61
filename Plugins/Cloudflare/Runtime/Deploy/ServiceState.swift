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

/// Where to look for what belongs to a service: what the API does not list by Worker.
struct ServiceLocations: Sendable, Hashable, Codable {
    /// Ids of zones that may have routes to it.
    var zones: Set<String> = []
    /// Ids of queues that it may consume.
    var queues: Set<String> = []

    func union(_ other: ServiceLocations) -> ServiceLocations {
        ServiceLocations(zones: zones.union(other.zones), queues: queues.union(other.queues))
    }
}
