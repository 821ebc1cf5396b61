import PluginMessages

extension LocalRuntime {
    /// The steps of a run in the order in which they began.
    package func steps(of request: InstanceRequest) async throws -> [RunStep] {
        let service = try DeploymentReference(request.deployment.reference).service
        try await settled()
        let id = InstanceID(service: service, name: request.instanceId)
        guard let instance = try await journal.instance(id) else { return [] }
        // Of one that was removed since only the nodes are not known.
        let lineMap = try await journal.deployment(instance.deploymentId)?.lineMap
        return try await journal.steps(of: id).map { RunStep($0, lineMap) }
    }

    /// What a run printed, oldest first: the newest ``Journal/keptLines`` lines.
    package func logs(of request: InstanceRequest) async throws -> [RunLogLine] {
        let service = try DeploymentReference(request.deployment.reference).service
        try await settled()
        return try await journal.logs(of: InstanceID(service: service, name: request.instanceId))
    }

    func printed(_ run: Int, _ level: RunLogLine.Level, _ text: String, _ deployment: DeploymentRecord) {
        let text = named(text, deployment)
        logPrinted(.init(level), text, of: deployment.service)
        guard let id = live.id(ofPassage: run) else { return }
        save(RunLogLine(loggedAt: now, level: level, text: text), of: id)
    }

    func logPrinted(_ level: LocalObserver.Level, _ text: String, of service: String) {
        programLog.write(level, text, of: service, at: steady)
    }

    func named(_ text: String, _ deployment: DeploymentRecord) -> String {
        deployment.lineMap.named(text, module: configuration.folder(of: deployment.id).module)
    }

    /// Of the processes that run.
    package var processIds: [Int32] { workers.processIds }
}

extension RunStep {
    init(_ step: StepRecord, _ lineMap: LineMap?) {
        let kind: Kind =
            switch step.kind {
            case .do: .do
            case .sleep: .sleep
            case .wait: .wait
            }
        var failure = step.lastFailure
        let status: Status =
            switch step.state {
            case .active: .active
            case .pending: .pending
            case .waiting: .waiting
            case .succeeded, .stored: .succeeded
            case .failed: .failed
            }
        if case .failed(let last) = step.state { failure = last }
        self.init(
            name: step.name, kind: kind, status: status, attempts: step.attempts, startedAt: step.startedAt,
            endedAt: step.endedAt,
            error: failure.map {
                RunFailure(name: $0.name, message: $0.message, nodeId: lineMap?.node(at: $0.lines))
            })
    }
}
