/// The changes that bring a service from what an account has to what it is to have, as data: no call is made here.
///
/// Phases run one after another, the steps of a phase at once. The code comes first, with everything it binds, then
/// the workflow's registration, and only then what leads traffic to it; what leads traffic there no more goes last. So
/// whoever comes meets the old service or the new one, never a part.
struct DeployPlan: Sendable, Equatable {
    enum Phase: Sendable, Hashable, CaseIterable {
        case account, code, registration, exposure, removal
    }

    struct Part: Sendable, Equatable {
        let phase: Phase
        let steps: [DeployStep]
    }

    /// Without empty ones.
    let parts: [Part]

    var steps: [DeployStep] { parts.flatMap(\.steps) }

    private init(_ parts: [(Phase, [DeployStep])]) {
        self.parts = parts.filter { !$0.1.isEmpty }.map { Part(phase: $0.0, steps: $0.1) }
    }

    /// - Parameter target: `nil` removes the service.
    init(from current: ServiceState, to target: ServiceTarget?) {
        guard let target else {
            self = Self.removal(of: current)
            return
        }
        let code = Self.code(from: current, to: target)
        var registration: [DeployStep] = []
        if var workflow = target.workflow {
            // Where there are no schedules, none have to be removed.
            if workflow.schedules?.isEmpty == true, current.workflow?.schedules?.isEmpty != false {
                workflow.schedules = nil
            }
            // A registration is of the code that is there when it is made.
            if !code.isEmpty || !workflow.isServed(by: current.workflow) {
                registration.append(.putWorkflow(workflow))
            }
        } else if current.workflow != nil {
            registration.append(.deleteWorkflow)
        }
        if let settings = target.settings, settings != current.settings { registration.append(.setSettings(settings)) }
        let (additions, removals) = Self.exposure(from: current, to: target)
        self.init([
            (.account, target.accountSubdomain.map { [.registerSubdomain($0)] } ?? []),
            (.code, code), (.registration, registration), (.exposure, additions),
            (.removal, removals),
        ])
    }

    private static func code(from current: ServiceState, to target: ServiceTarget) -> [DeployStep] {
        switch target.code {
        case .upload: [.putScript]
        case .partial(_, let percentage):
            current.version.map { [.putVersion(percentage: percentage, besides: $0)] } ?? [.putScript]
        case .serve(let traffic):
            traffic == current.split ?? current.version.map { ScriptTraffic($0) } ? [] : [.serve(traffic)]
        case .current: []
        }
    }

    private static func exposure(
        from current: ServiceState, to target: ServiceTarget
    ) -> (additions: [DeployStep], removals: [DeployStep]) {
        var additions: [DeployStep] = []
        var removals: [DeployStep] = []
        if target.subdomain != current.subdomain { additions.append(.setSubdomain(target.subdomain)) }
        if Set(target.schedules) != Set(current.schedules) { additions.append(.setSchedules(target.schedules)) }

        let routes = Set(current.routes.map { ServiceTarget.Route(pattern: $0.pattern, zone: $0.zone) })
        additions += target.routes.filter { !routes.contains($0) }
            .map { .createRoute(pattern: $0.pattern, zone: $0.zone) }
        removals += current.routes.filter {
            !target.routes.contains(.init(pattern: $0.pattern, zone: $0.zone))
        }.map { .deleteRoute($0) }

        let hostnames = Set(current.domains.map(\.hostname))
        let attached = target.domains.filter { !hostnames.contains($0.hostname) }
        if target.overridesDNS, !attached.isEmpty {
            additions.append(.replaceRecords(target.domains))
        } else {
            additions += attached.map { .putDomain(hostname: $0.hostname, zoneName: $0.zoneName) }
        }
        let wanted = Set(target.domains.map(\.hostname))
        removals += current.domains.filter { !wanted.contains($0.hostname) }.map { .deleteDomain($0) }

        for consumer in target.consumers {
            if let existing = current.consumers.first(where: { $0.queue == consumer.queue }) {
                guard !consumer.settings.agrees(with: existing.settings) else { continue }
                additions.append(.updateConsumer(id: existing.id, queue: consumer.queue, consumer.settings))
            } else {
                additions.append(.createConsumer(queue: consumer.queue, consumer.settings))
            }
        }
        let queues = Set(target.consumers.map(\.queue))
        removals += current.consumers.filter { !queues.contains($0.queue) }.map { .deleteConsumer($0) }
        return (additions, removals)
    }

    /// The Worker goes first: the API may refuse to delete it, and then the service is as it was. What is left afterwards
    /// leads nowhere, and schedules are gone with the Worker. Only a queue has to let go of it before, as the API asks.
    private static func removal(of current: ServiceState) -> DeployPlan {
        var rest: [DeployStep] = current.routes.map { .deleteRoute($0) }
        rest += current.domains.map { .deleteDomain($0) }
        if current.workflow != nil { rest.append(.deleteWorkflow) }
        return DeployPlan([
            (.exposure, current.consumers.map { .deleteConsumer($0) }),
            (.code, current.version == nil ? [] : [.deleteScript]), (.removal, rest),
        ])
    }
}
