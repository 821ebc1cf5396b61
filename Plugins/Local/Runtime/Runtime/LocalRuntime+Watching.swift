import PluginMessages

extension LocalRuntime {
    /// The steps of a run in the order in which they began.
    package func steps(of request: InstanceRequest) async throws -> [RunStep] {
        let service = try DeploymentReference(request.deployment.reference).service
        try await settled()
        return try await journal.steps(of: InstanceID(service: service, name: request.instanceId)).map(RunStep.init)
    }

    /// Of the processes that run.
    package var processIds: [Int32] { workers.values.compactMap(\.processId) }
}

extension RunStep {
    init(_ step: StepRecord) {
        let kind: Kind =
            switch step.kind {
            case .do: .do
            case .sleep: .sleep
            case .wait: .wait
            }
        var error: RunFailure?
        let status: Status =
            switch step.state {
            case .active: .active
            case .pending: .pending
            case .waiting: .waiting
            case .succeeded: .succeeded
            case .failed: .failed
            }
        if case .failed(let failure) = step.state { error = RunFailure(name: failure.name, message: failure.message) }
        self.init(
            name: step.name, kind: kind, status: status, attempts: step.attempts, startedAt: step.startedAt,
            endedAt: step.endedAt, error: error)
    }
}
