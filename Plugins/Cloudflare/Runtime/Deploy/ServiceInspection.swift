/// Reads what an account has of a service.
struct ServiceInspection: Sendable {
    /// What is found where the API lists things of all Workers together.
    struct Surroundings: Sendable {
        var routes: [WorkerRoute] = []
        var consumers: [ServiceConsumer] = []
        /// Why zones and queues that an earlier deploy used cannot be read any more.
        var problems: [String] = []
    }

    let api: CloudflareAPI
    let service: String

    /// One round of calls at once.
    /// - Parameter asksSettings: Whether the workflow's ``WorkflowRegistration/Settings`` matter.
    func state(in places: ServiceLocations, asksSettings: Bool) async throws -> ServiceState {
        async let surroundings = surroundings(in: places)
        return try await own(asksSettings: asksSettings).with(surroundings, of: service)
    }

    /// What a removal deletes: no call is made that it can do without.
    /// - Parameters:
    ///   - asksMaker: Whether the settings matter, by which a Worker is recognized.
    ///   - needed: As of ``surroundings(in:needed:)``.
    func removable(
        in places: ServiceLocations, asksMaker: Bool, needed: ServiceLocations? = nil
    ) async throws -> ServiceState {
        async let surroundings = surroundings(in: places, needed: needed)
        async let traffic = api.traffic(of: service)
        async let settings = asksMaker ? api.scriptSettings(of: service) : nil
        async let workflow = api.workflow(service)
        async let domains = api.domains(of: service)
        let serving = try await traffic
        return try await ServiceState(
            version: serving?.main, settings: serving == nil ? nil : settings, workflow: workflow, domains: domains
        ).with(surroundings, of: service)
    }

    /// What the API lists by Worker; without routes and consumers.
    func own(asksSettings: Bool) async throws -> ServiceState {
        async let traffic = api.traffic(of: service)
        async let settings = api.scriptSettings(of: service)
        async let workflow = workflow(asksSettings: asksSettings)
        async let subdomain = api.subdomain(of: service)
        async let schedules = api.schedules(of: service)
        async let domains = api.domains(of: service)
        let serving = try await traffic
        let active = serving?.main
        return ServiceState(
            version: active, split: serving?.isSplit == true ? serving : nil,
            settings: active == nil ? nil : try await settings, workflow: try await workflow,
            subdomain: active == nil ? nil : try await subdomain,
            schedules: active == nil ? [] : try await schedules, domains: try await domains)
    }

    /// Routes of every Worker in the zones, and the service's own consumers.
    /// - Parameter needed: What has to be read; of the rest it is reported where the token may not, or where it is gone.
    ///   `nil`: everything.
    func surroundings(in places: ServiceLocations, needed: ServiceLocations? = nil) async throws -> Surroundings {
        async let routes = gather(places.zones, needed: needed?.zones) { try await api.routes(in: $0) }
        async let consumers = gather(places.queues, needed: needed?.queues) { [service] in
            try await api.consumers(of: $0, script: service)
        }
        let (zones, queues) = (try await routes, try await consumers)
        return Surroundings(
            routes: zones.elements, consumers: queues.elements, problems: zones.problems + queues.problems)
    }

    /// Without settings where they cannot be read: a registration of the workflow sets them anyway.
    private func workflow(asksSettings: Bool) async throws -> WorkflowRegistration? {
        guard var workflow = try await api.workflow(service) else { return nil }
        if asksSettings, let settings = try? await api.workflowSettings(of: service) { workflow.settings = settings }
        return workflow
    }

    /// At once, in an order that is always the same.
    private func gather<Element: Sendable>(
        _ ids: Set<String>, needed: Set<String>?,
        _ read: @escaping @Sendable (String) async throws -> [Element]
    ) async throws -> (elements: [Element], problems: [String]) {
        try await withThrowingTaskGroup(of: (Int, [Element], String?).self) { group in
            for (index, id) in ids.sorted().enumerated() {
                group.addTask {
                    do { return (index, try await read(id), nil) } catch let failure as APIFailure {
                        guard let needed, !needed.contains(id), failure.isRefusal else { throw failure }
                        return (index, [], failure.message)
                    }
                }
            }
            var found: [(Int, [Element], String?)] = []
            for try await part in group { found.append(part) }
            found.sort { $0.0 < $1.0 }
            return (found.flatMap(\.1), found.compactMap(\.2))
        }
    }
}

extension ServiceState {
    func with(_ surroundings: ServiceInspection.Surroundings, of service: String) -> ServiceState {
        var state = self
        state.routes = surroundings.routes.filter { $0.script == service }
        state.consumers = surroundings.consumers
        return state
    }
}
