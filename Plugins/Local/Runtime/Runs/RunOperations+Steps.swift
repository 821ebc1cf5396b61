import PluginMessages

extension RunOperations {
    /// The steps of a run in the order in which they began.
    nonisolated(nonsending) func steps(of request: InstanceRequest) async throws -> [RunStep] {
        let service = try DeploymentReference(request.deployment.reference).service
        try await commits.settled()
        let id = InstanceID(service: service, name: request.instanceId)
        guard let instance = try await journal.instance(id) else { return [] }
        // Of one that was removed since only the nodes are not known.
        let deployment = try await journal.deployment(instance.deploymentId)
        let asked = request.steps
        let found = try await journal.steps(
            of: id, after: asked?.after ?? 0, limit: asked?.limit ?? -1, longestValue: asked?.longestValue ?? 0)
        guard let first = found.first, let last = found.last else { return [] }
        let attempts = try await journal.attempts(of: id, steps: first.step.number...last.step.number)
        var report = StepReport(deployment, room: asked?.longestValues ?? 0)
        return try found.map { try report.step($0.step, size: $0.size, attempts: attempts[$0.step.number] ?? []) }
    }

    /// What a run printed, oldest first: the newest lines, as ``LogLimits`` say.
    nonisolated(nonsending) func logs(of request: InstanceRequest) async throws -> [RunLogLine] {
        let service = try DeploymentReference(request.deployment.reference).service
        try await commits.settled()
        return try await journal.logs(
            of: InstanceID(service: service, name: request.instanceId), configuration.logLimits)
    }
}
