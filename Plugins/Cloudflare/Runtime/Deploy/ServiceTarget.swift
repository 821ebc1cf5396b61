/// What an account is to have of one service.
struct ServiceTarget: Sendable {
    enum Code: Sendable {
        case upload(ScriptUpload)
        /// A new version for a part of the requests, beside the one that serves.
        case partial(ScriptUpload, percentage: Int)
        /// Versions that are in the account already.
        case serve(ScriptTraffic)
        /// As it is.
        case current
    }

    struct Route: Sendable, Hashable {
        let pattern: String
        /// Its id.
        let zone: String
    }

    struct Consumer: Sendable, Hashable {
        /// Its id.
        let queue: String
        let settings: ConsumerSettings
    }

    var code: Code
    /// `nil`: an upload brings them.
    var settings: ScriptSettings?
    /// `nil`: a function.
    var workflow: WorkflowRegistration?
    var subdomain: ScriptSubdomain
    var schedules: [String]
    var routes: [Route]
    var domains: [DeployConfiguration.Domain]
    var consumers: [Consumer]
    /// To be registered for the account, which has none.
    var accountSubdomain: String?
    /// Whether new domains replace the DNS records that they have.
    var overridesDNS = false
}

extension ServiceTarget {
    var places: ServiceLocations {
        ServiceLocations(zones: Set(routes.map(\.zone)), queues: Set(consumers.map(\.queue)))
    }

    /// What was there before; `nil`: nothing was.
    init?(_ state: ServiceState) {
        guard let version = state.version else { return nil }
        code = .serve(state.split ?? ScriptTraffic(version))
        settings = state.settings
        workflow = state.workflow
        subdomain = state.subdomain ?? ScriptSubdomain(isEnabled: false, hasPreviews: false)
        schedules = state.schedules
        routes = state.routes.map { Route(pattern: $0.pattern, zone: $0.zone) }
        domains = state.domains.map { .init(hostname: $0.hostname, zoneName: $0.zoneName) }
        consumers = state.consumers.map { Consumer(queue: $0.queue, settings: $0.settings) }
    }
}
