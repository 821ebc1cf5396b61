import PluginMessages

extension LocalRuntime {
    /// The steps of a run in the order in which they began.
    package func steps(of request: InstanceRequest) async throws -> [RunStep] {
        let service = try DeploymentReference(request.deployment.reference).service
        try await settled()
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

    /// What a run printed, oldest first: the newest ``Journal/keptLines`` lines.
    package func logs(of request: InstanceRequest) async throws -> [RunLogLine] {
        let service = try DeploymentReference(request.deployment.reference).service
        try await settled()
        return try await journal.logs(of: InstanceID(service: service, name: request.instanceId))
    }

    func printed(_ run: Int, _ level: RunLogLine.Level, _ text: String, _ deployment: LocalDeployment) {
        let text = named(text, deployment)
        logPrinted(.init(level), text, of: deployment.service)
        guard let id = live.id(ofReplay: run) else { return }
        save(RunLogLine(loggedAt: now.number, level: level, text: text), of: id)
    }

    /// What was printed outside of runs.
    func printed(_ line: String, by deployment: LocalDeployment) {
        let text = named(line, deployment)
        logPrinted(.info, text, of: deployment.service)
        serviceLogs.add(RunLogLine(loggedAt: now.number, level: .info, text: text), of: deployment.service)
    }

    /// What a service printed outside of runs, and the requests that it answered, oldest first: the newest
    /// ``ServiceLogBuffer/keptLines`` lines since the start.
    package func serviceLogs(of handle: DeploymentHandle) throws -> [RunLogLine] {
        serviceLogs.lines(of: try DeploymentReference(handle.reference).service)
    }

    func logPrinted(_ level: PluginLogLevel, _ text: String, of service: String) {
        programLog.write(level, text, of: service, at: steady)
    }

    func named(_ text: String, _ deployment: LocalDeployment) -> String {
        deployment.lineMap.named(text, module: configuration.folder(of: deployment.id).module)
    }

    /// Of the processes that run.
    package var processIds: [Int32] { workers.processIds }
}
