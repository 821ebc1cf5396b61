import PluginMessages

/// A step as people follow it. Times are milliseconds since 1970.
package struct StepState: Sendable, Equatable {
    package let name: String
    /// `do`, `sleep` or `wait`.
    package let kind: String
    /// `active`, `pending`, `waiting`, `succeeded` or `failed`.
    package let status: String
    package let attempts: Int
    package let startedAt: Int
    package let endedAt: Int?
    /// Of a failed step.
    package let error: RunFailure?
}

extension LocalRuntime {
    /// The steps of a run in the order in which they began.
    package func steps(of request: InstanceRequest) async throws -> [StepState] {
        let service = try DeploymentReference(request.deployment.reference).service
        try await settled()
        return try await journal.steps(of: InstanceID(service: service, name: request.instanceId)).map(StepState.init)
    }

    /// Of the processes that run.
    package var processIds: [Int32] { workers.values.compactMap(\.processId) }
}

extension StepState {
    init(_ step: StepRecord) {
        var error: RunFailure?
        if case .failed(let failure) = step.state { error = RunFailure(name: failure.name, message: failure.message) }
        self.init(
            name: step.name, kind: step.kind.rawValue, status: StepRow(step).state, attempts: step.attempts,
            startedAt: step.startedAt, endedAt: step.endedAt, error: error)
    }
}
