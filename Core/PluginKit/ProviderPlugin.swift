import PluginMessages

/// A place that workflows are deployed to. Every function but `emit` has a default that refuses the call;
/// implement those that the definition's capabilities name.
public protocol ProviderPlugin: Sendable {
    /// What the provider is: its id, its capabilities, its fields of credentials and deploy configuration.
    static var definition: ProviderDefinition { get }

    /// Makes the provider; quick, and without effects outside the process.
    init(services: PluginServices) throws

    /// The server is about to serve: work that was interrupted may go on.
    func start() async throws

    /// The server ends. Returns when the provider's own work has stopped.
    func shutdown() async

    /// Turns a program into code. The same program gives the same bytes.
    func emit(_ program: Program, context: CallContext) async throws -> EmitResult

    /// Checks whether the credentials of a connection work. Nothing is stored.
    func verify(_ request: VerifyRequest, context: CallContext) async throws -> Verification

    /// Reports its stages with ``CallContext/progress(_:)``. When it throws, what was deployed before still is.
    func deploy(_ request: DeployRequest, context: CallContext) async throws -> DeployResult

    /// What a deploy would do; nothing is changed.
    func preview(_ request: DeployRequest, context: CallContext) async throws -> DeployPreview

    /// Ends a deploy that the server, or the plugin, did not live to end: afterwards what was deployed before still is,
    /// or the deploy's result is returned. A deploy of which nothing is known has changed nothing.
    func recover(_ request: RecoverRequest, context: CallContext) async throws -> Recovery

    /// Removes a deployment. Succeeds if it was already removed.
    func takedown(_ deployment: DeploymentHandle, context: CallContext) async throws

    /// Starts a run under the id that the host gives it. A run of that id that exists is returned as it is.
    func trigger(_ request: TriggerRequest, context: CallContext) async throws -> RunState

    /// Reports the present state of a run.
    func run(_ request: InstanceRequest, context: CallContext) async throws -> RunState

    /// Pauses, resumes, terminates or restarts a run.
    /// - Throws: ``PluginFailure`` when the run's status does not allow the action.
    func control(_ request: InstanceRequest, context: CallContext) async throws -> RunState

    /// Delivers an event; one that comes before it is waited for is kept.
    func sendEvent(_ request: EventRequest, context: CallContext) async throws

    /// In the order in which they began.
    func steps(of request: InstanceRequest, context: CallContext) async throws -> [RunStep]

    /// What the run printed, oldest first. A provider keeps as much of it as it likes.
    func logs(of request: InstanceRequest, context: CallContext) async throws -> [RunLogLine]

    /// What the deployment printed outside of runs, and the requests that it answered, oldest first. A provider keeps as much
    /// of it as it likes.
    func serviceLogs(of deployment: DeploymentHandle, context: CallContext) async throws -> [RunLogLine]

    /// Has the deployment answer a request as one to its address, and returns the response, whatever its status is.
    func request(_ request: ServiceRequest, context: CallContext) async throws -> ServiceResponse

    /// What has become of the runs of a connection, a page at a time. The host asks when it starts and now and then, and takes
    /// over what it missed; of a provider without it the host knows what `run.changed` events and `run` report.
    func states(since request: StatesRequest, context: CallContext) async throws -> RunStates

    /// Deletes the state, steps and logs of runs that have ended; those that have not are unchanged.
    func deleteRuns(_ request: DeleteRunsRequest, context: CallContext) async throws -> DeletedRuns

    /// Gives a deployment the secrets that have changed since it was deployed: to requests and runs from now on, and to runs
    /// that wait at the latest when they go on.
    func updateSecrets(_ update: SecretUpdate, context: CallContext) async throws -> SecretUpdateResult

    /// What is wrong with a data folder of the provider's, of which `millrace doctor` asks. The provider was made without a
    /// data directory, and is not started.
    func inspect(_ request: InspectionRequest, context: CallContext) async throws -> Inspection

    /// What the provider measures, for `/metrics`; asked for at each scrape, so quick.
    func metrics(_ request: MetricsRequest, context: CallContext) async throws -> [PluginMetric]
}

extension ProviderPlugin {
    /// Does nothing.
    public func start() async throws {}

    /// Does nothing.
    public func shutdown() async {}

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
