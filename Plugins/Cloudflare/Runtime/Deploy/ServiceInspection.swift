/// Reads what an account has of a service.
struct ServiceInspection: Sendable {
    /// What is found where the API lists things of all Workers together.
    struct Surroundings: Sendable {
        var routes: [WorkerRoute] = []
        var consumers: [ServiceConsumer] = []
    }

    let api: CloudflareAPI
    let service: String

    /// One round of calls at once.
    func state(in places: ServiceLocations) async throws -> ServiceState {
        async let surroundings = surroundings(in: places)
        return try await own().with(surroundings, of: service)
    }

    /// What the API lists by Worker; without routes and consumers.
    func own() async throws -> ServiceState {
        async let traffic = api.traffic(of: service)
        async let settings = api.scriptSettings(of: service)
        async let workflow = api.workflow(service)
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
    func surroundings(in places: ServiceLocations) async throws -> Surroundings {
        async let routes = gather(places.zones) { try await api.routes(in: $0) }
        async let consumers = gather(places.queues) { [service] in try await api.consumers(of: $0, script: service) }
        return Surroundings(routes: try await routes, consumers: try await consumers)
    }

    /// At once, in an order that is always the same.
    private func gather<Element: Sendable>(
        _ ids: Set<String>, _ read: @escaping @Sendable (String) async throws -> [Element]
    ) async throws -> [Element] {
        try await withThrowingTaskGroup(of: (Int, [Element]).self) { group in
            for (index, id) in ids.sorted().enumerated() { group.addTask { (index, try await read(id)) } }
            var found: [(Int, [Element])] = []
            for try await part in group { found.append(part) }
            return found.sorted { $0.0 < $1.0 }.flatMap(\.1)
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
