/// Carries a plan out.
struct PlanExecutor: Sendable {
    let api: CloudflareAPI
    let service: String
    /// What ``DeployStep/putScript`` uploads.
    var upload: ScriptUpload?
    /// Whether ``DeployStep/deleteScript`` breaks what refers to the Worker.
    var isForced = false

    func run(_ part: DeployPlan.Part) async throws {
        guard part.steps.count > 1 else {
            for step in part.steps { try await run(step) }
            return
        }
        // Every step ends before a failure is told: what goes back must not meet calls under way.
        let failures = await withTaskGroup(of: (any Error)?.self) { group in
            for step in part.steps {
                group.addTask {
                    do {
                        try await run(step)
                        return nil
                    } catch {
                        return error
                    }
                }
            }
            return await group.reduce(into: [any Error]()) { if let error = $1 { $0.append(error) } }
        }
        if let first = failures.first { throw first }
    }

    private func run(_ step: DeployStep) async throws(APIFailure) {
        switch step {
        case .registerSubdomain(let name): try await api.registerSubdomain(name)
        case .putScript: if let upload { try await api.putScript(service, upload) }
        case .putVersion(let percentage, let other):
            if let upload, let version = try await api.addVersion(service, upload) {
                try await api.setTraffic(
                    ScriptTraffic(version, percentage: percentage, besides: other), of: service)
            }
        case .serve(let traffic): try await api.setTraffic(traffic, of: service)
        case .deleteScript:
            try await removing { () throws(APIFailure) in try await api.deleteScript(service, isForced: isForced) }
        case .setSettings(let settings): try await api.setScriptSettings(settings, of: service)
        case .putWorkflow(let workflow): try await api.putWorkflow(service, workflow)
        case .deleteWorkflow: try await removing { () throws(APIFailure) in try await api.deleteWorkflow(service) }
        case .setSubdomain(let subdomain): try await set(subdomain)
        case .setSchedules(let expressions): try await api.setSchedules(expressions, of: service)
        case .createRoute(let pattern, let zone): try await api.createRoute(pattern, to: service, in: zone)
        case .deleteRoute(let route):
            try await removing { () throws(APIFailure) in try await api.deleteRoute(route.id, in: route.zone) }
        case .putDomain(let hostname, let zoneName):
            try await api.putDomain(hostname, zoneName: zoneName, to: service)
        case .replaceRecords(let domains): try await api.putDomains(replacingRecords: domains, of: service)
        case .deleteDomain(let domain):
            try await removing { () throws(APIFailure) in try await api.deleteDomain(domain.id) }
        case .createConsumer(let queue, let settings):
            try await api.createConsumer(settings, of: queue, script: service)
        case .updateConsumer(let id, let queue, let settings):
            try await api.updateConsumer(id, settings, of: queue, script: service)
        case .deleteConsumer(let consumer):
            try await removing { () throws(APIFailure) in
                try await api.deleteConsumer(consumer.id, of: consumer.queue)
            }
        }
    }

    /// An account without a workers.dev subdomain has nothing to turn off.
    private func set(_ subdomain: ScriptSubdomain) async throws(APIFailure) {
        do { try await api.setSubdomain(subdomain, of: service) } catch {
            let isOff = !subdomain.isEnabled && !subdomain.hasPreviews
            guard isOff, error.isMissing || error.has(code: 10063) else { throw error }
        }
    }

    /// What is gone already is removed.
    private func removing(_ body: () async throws(APIFailure) -> Void) async throws(APIFailure) {
        _ = try await api.orMissing(body)
    }
}
