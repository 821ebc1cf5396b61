import PluginMessages

extension LocalRuntime {
    /// Starts an instance under the run's id. One that there is already is returned as it is.
    package func trigger(_ request: TriggerRequest) async throws -> RunState {
        do { return try await runs.trigger(request) } catch { throw PluginFailure.told(error) }
    }

    package func run(_ request: InstanceRequest) async throws -> RunState { try await runs.run(request) }

    /// - Throws: `local.run.state` when the run's state does not allow the action.
    package func control(_ request: InstanceRequest) async throws -> RunState {
        do { return try await runs.control(request) } catch { throw PluginFailure.told(error) }
    }

    /// Delivers an event; one that comes before it is waited for is kept.
    package func sendEvent(_ request: EventRequest) async throws {
        do { try await runs.sendEvent(request) } catch { throw PluginFailure.told(error) }
    }

    /// The steps of a run in the order in which they began.
    package func steps(of request: InstanceRequest) async throws -> [RunStep] { try await runs.steps(of: request) }

    /// What a run printed, oldest first: the newest lines, as ``LogLimits`` say.
    package func logs(of request: InstanceRequest) async throws -> [RunLogLine] { try await runs.logs(of: request) }

    /// - Throws: `local.run.unknown`.
    package func history(of request: InstanceRequest) async throws -> RunHistory {
        try await runs.history(of: request)
    }

    /// What has become of the runs of a connection: those whose statuses changed, and those that the host asks about.
    package func states(since request: StatesRequest) async throws -> RunStates {
        try await runs.states(since: request, url: functions.url(of:))
    }

    /// Removes runs that have ended from the journal, with their steps, events and logs. Succeeds for those that were
    /// already removed.
    /// - Returns: The runs that have not ended, which are unchanged.
    package func deleteRuns(_ request: DeleteRunsRequest) async throws -> DeletedRuns {
        try await runs.deleteRuns(request)
    }
}
