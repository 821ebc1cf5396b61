import PluginMessages

/// A place that workflows are deployed to. Every function but `emit` has a default that refuses the call;
/// implement those that the definition's capabilities name.
public protocol ProviderPlugin: Sendable {
    /// The provider's definition: its id, capabilities, and fields of credentials and deploy configuration.
    static var definition: ProviderDefinition { get }

    /// Creates the provider. Return quickly, and cause no effects outside the process.
    init(services: PluginServices) throws

    /// Starts the provider before the server accepts requests. Interrupted work may continue.
    func start() async throws

    /// Stops the provider when the server shuts down. Return once the provider's own work has stopped.
    func shutdown() async

    /// Stops the provider when the server shuts down, as ``shutdown()`` does, which it calls by default.
    /// - Parameter time: How long the server waits; `nil`: not known.
    func shutdown(within time: Duration?) async

    /// Compiles a program to code. The same program must produce the same bytes.
    func emit(_ program: Program, context: CallContext) async throws -> EmitResult

    /// Checks whether the credentials of a connection are valid, without storing anything.
    func verify(_ request: VerifyRequest, context: CallContext) async throws -> Verification

    /// Deploys an artifact and reports its stages with ``CallContext/progress(_:)``. If it throws, the previous
    /// deployment must still be in place.
    func deploy(_ request: DeployRequest, context: CallContext) async throws -> DeployResult

    /// Returns the changes that a deploy would make, without making them.
    func preview(_ request: DeployRequest, context: CallContext) async throws -> DeployPreview

    /// Completes a deploy that was interrupted because the server or the plugin ended: either the previous deployment is
    /// in place afterwards, or the deploy's result is returned. An unknown deploy has changed nothing.
    func recover(_ request: RecoverRequest, context: CallContext) async throws -> Recovery

    /// Removes a deployment. Succeeds if it was already removed.
    func takedown(_ deployment: DeploymentHandle, context: CallContext) async throws

    /// Starts a run with the id that the host chooses. If a run with that id exists, its state is returned.
    func trigger(_ request: TriggerRequest, context: CallContext) async throws -> RunState

    /// Returns the current state of a run.
    func run(_ request: InstanceRequest, context: CallContext) async throws -> RunState

    /// Pauses, resumes, terminates or restarts a run.
    /// - Throws: ``PluginFailure`` when the run's status does not allow the action.
    func control(_ request: InstanceRequest, context: CallContext) async throws -> RunState

    /// Delivers an event to a run. An event that arrives before the run waits for it is stored.
    func sendEvent(_ request: EventRequest, context: CallContext) async throws

    /// Returns the steps of a run in the order in which they began.
    func steps(of request: InstanceRequest, context: CallContext) async throws -> [RunStep]

    /// Returns the log lines of a run, oldest first. The provider decides how many it keeps.
    func logs(of request: InstanceRequest, context: CallContext) async throws -> [RunLogLine]

    /// Returns the log lines of a deployment outside of runs, and the requests that it answered, oldest first. The provider
    /// decides how many it keeps.
    func serviceLogs(of deployment: DeploymentHandle, context: CallContext) async throws -> [RunLogLine]

    /// Sends a request to the deployment, as to its address, and returns the response, whatever its status is.
    func request(_ request: ServiceRequest, context: CallContext) async throws -> ServiceResponse

    /// Returns the changed states of a connection's runs, one page at a time. The host requests them at its start and
    /// periodically, to update what it missed; without this function it relies on `run.changed` events and `run`.
    func states(since request: StatesRequest, context: CallContext) async throws -> RunStates

    /// Deletes the state, steps and logs of runs that have ended; those that have not are unchanged.
    func deleteRuns(_ request: DeleteRunsRequest, context: CallContext) async throws -> DeletedRuns

    /// Updates the secrets of a deployment that have changed since it was deployed: for new requests and runs at once,
    /// and for waiting runs at the latest when they continue.
    func updateSecrets(_ update: SecretUpdate, context: CallContext) async throws -> SecretUpdateResult

    /// Returns the problems of a data folder of the provider, for `millrace doctor`. The provider was created without a
    /// data directory and is not started.
    func inspect(_ request: InspectionRequest, context: CallContext) async throws -> Inspection

    /// Returns the provider's metrics for `/metrics`. It is called at each scrape, so return quickly.
    func metrics(_ request: MetricsRequest, context: CallContext) async throws -> [PluginMetric]
}

extension ProviderPlugin {
    /// Does nothing.
    public func start() async throws {}

    /// Does nothing.
    public func shutdown() async {}

    public func shutdown(within time: Duration?) async { await shutdown() }

    public func verify(_ request: VerifyRequest, context: CallContext) async throws -> Verification {
        throw unsupported(.verify)
    }

    public func deploy(_ request: DeployRequest, context: CallContext) async throws -> DeployResult {
        throw unsupported(.deploy)
    }

    public func preview(_ request: DeployRequest, context: CallContext) async throws -> DeployPreview {
        throw unsupported(.preview)
    }

    public func recover(_ request: RecoverRequest, context: CallContext) async throws -> Recovery {
        throw unsupported(.recover)
    }

    public func takedown(_ deployment: DeploymentHandle, context: CallContext) async throws {
        throw unsupported(.takedown)
    }

    public func trigger(_ request: TriggerRequest, context: CallContext) async throws -> RunState {
        throw unsupported(.trigger)
    }

    public func run(_ request: InstanceRequest, context: CallContext) async throws -> RunState {
        throw unsupported(.run)
    }

    public func control(_ request: InstanceRequest, context: CallContext) async throws -> RunState {
        throw unsupported(.control)
    }

    public func sendEvent(_ request: EventRequest, context: CallContext) async throws {
        throw unsupported(.sendEvent)
    }

    public func steps(of request: InstanceRequest, context: CallContext) async throws -> [RunStep] {
        throw unsupported(.steps)
    }

    public func logs(of request: InstanceRequest, context: CallContext) async throws -> [RunLogLine] {
        throw unsupported(.logs)
    }

    public func serviceLogs(of deployment: DeploymentHandle, context: CallContext) async throws -> [RunLogLine] {
        throw unsupported(.serviceLogs)
    }

    public func request(_ request: ServiceRequest, context: CallContext) async throws -> ServiceResponse {
        throw unsupported(.request)
    }

    public func states(since request: StatesRequest, context: CallContext) async throws -> RunStates {
        throw unsupported(.states)
    }

    public func deleteRuns(_ request: DeleteRunsRequest, context: CallContext) async throws -> DeletedRuns {
        throw unsupported(.deleteRuns)
    }

    public func updateSecrets(_ update: SecretUpdate, context: CallContext) async throws -> SecretUpdateResult {
        throw unsupported(.updateSecrets)
    }

    public func inspect(_ request: InspectionRequest, context: CallContext) async throws -> Inspection {
        throw unsupported(.inspect)
    }

    public func metrics(_ request: MetricsRequest, context: CallContext) async throws -> [PluginMetric] {
        throw unsupported(.metrics)
    }

    private func unsupported(_ operation: ProviderOperation) -> PluginFailure {
        PluginFailure(
            code: "provider.unsupported",
            message: "Provider \"\(Self.definition.id)\" does not support \"\(operation.name)\".")
    }
}
