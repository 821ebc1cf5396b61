import FoundationEssentials
import JSON
import PluginMessages
import Values
import WorkerBundler

/// What the provider does once code is compiled.
package struct CloudflareRuntime: Sendable {
    private let settings: APISettings
    private let bundler: WorkerBundler
    private let transport: any Transport
    private let notes: any NoteStore
    /// One change of a service at a time.
    private let changes = SerialQueue<String>()
    private let reported = ReportedInstances()

    /// - Parameter folder: The plugin's own; `nil` keeps nothing of npm.
    package init(settings: [String: String], folder: String?, transport: any Transport, notes: any NoteStore) {
        self.settings = APISettings(settings)
        bundler = WorkerBundler(settings: settings, folder: folder)
        self.transport = transport
        self.notes = notes
    }

    /// - Parameter request: With `apiToken`, and `accountId` where it is known.
    package func verify(_ request: VerifyRequest) async throws(PluginFailure) -> Verification {
        let account = request.credentials["accountId"]?.string ?? ""
        let token = request.credentials["apiToken"]?.string ?? ""
        if let problem = ConnectionSettings.problem(token: token, account: account) {
            return Verification(valid: false, message: problem)
        }
        let api = CloudflareAPI(account: account, token: token, settings: settings, transport: transport)
        return try await CredentialCheck(api: api, wantsPermissions: request.permissions ?? false).run()
    }

    package func deploy(
        _ request: DeployRequest, progress: @escaping @Sendable (DeployProgress) -> Void
    ) async throws(PluginFailure) -> DeployResult {
        let deploy = try deploy(of: request, progress: progress)
        return try await change(request.workflowId) { () throws(PluginFailure) in try await deploy.run() }
    }

    package func preview(_ request: DeployRequest) async throws(PluginFailure) -> DeployPreview {
        try await deploy(of: request) { _ in }.preview()
    }

    package func recover(_ request: RecoverRequest) async throws(PluginFailure) -> Recovery {
        let connection = try ConnectionSettings(request.credentials)
        let recovery = ServiceRecovery(
            api: api(connection), notes: notes(of: request.workflowId, connection), deploymentId: request.deploymentId)
        return try await change(request.workflowId) { () throws(PluginFailure) in try await recovery.run() }
    }

    package func takedown(_ handle: DeploymentHandle) async throws(PluginFailure) {
        let connection = try ConnectionSettings(handle.credentials)
        let reference = try WorkerReference(handle.reference)
        let removal = ServiceRemoval(
            api: api(connection), reference: reference, notes: notes(of: reference.workflow, connection),
            isForced: handle.force ?? false)
        try await change(reference.workflow) { () throws(PluginFailure) in try await removal.run() }
    }

    package func trigger(_ request: TriggerRequest) async throws(PluginFailure) -> RunState {
        try await run(request.deployment) { runs throws(APIFailure) in
            try await runs.start(request.runId, params: request.params)
        }
    }

    package func state(_ request: InstanceRequest) async throws(PluginFailure) -> RunState {
        try await run(request.deployment) { runs throws(APIFailure) in try await runs.state(of: request.instanceId) }
    }

    package func states(since request: StatesRequest) async throws(PluginFailure) -> RunStates {
        try await InstanceListing(
            api: api(try ConnectionSettings(request.credentials)), reported: reported, now: Self.now
        ).run(request)
    }

    package func control(_ request: InstanceRequest) async throws(PluginFailure) -> RunState {
        guard let action = request.action else { return try await state(request) }
        do {
            return try await run(request.deployment) { runs throws(APIFailure) in
                try await runs.change(
                    request.instanceId, action, from: request.from, rollback: request.rollback ?? false)
            }
        } catch let failure where failure.details?["status"] == 404 {
            throw PluginFailure(
                code: ServiceRuns.gone.name, message: ServiceRuns.gone.message, details: failure.details,
                fault: .conflict)
        }
    }

    package func sendEvent(_ request: EventRequest) async throws(PluginFailure) {
        try await run(request.deployment) { runs throws(APIFailure) in
            try await runs.send(request.type, payload: request.payload, to: request.instanceId)
        }
    }

    package func steps(of request: InstanceRequest) async throws(PluginFailure) -> [RunStep] {
        try await run(request.deployment) { runs throws(APIFailure) in try await runs.steps(of: request.instanceId) }
    }

    package func serviceLogs(of handle: DeploymentHandle) async throws(PluginFailure) -> [RunLogLine] {
        let connection = try ConnectionSettings(handle.credentials)
        return try await ServiceLog(
            api: api(connection), reference: WorkerReference(handle.reference), plan: connection.plan, now: Self.now
        ).lines()
    }

    /// Milliseconds since 1970.
    private static var now: Int { Int((Date.now.timeIntervalSince1970 * 1000).rounded()) }

    /// Answers an endpoint of ``AccountResources``.
    package func respond(to request: ResourceRequest) async throws(PluginFailure) -> ResourceResponse {
        guard let credentials = request.credentials else {
            throw PluginFailure(code: "cloudflare.credentials", message: "The request has no connection.")
        }
        return try await AccountResources(api: api(try ConnectionSettings(credentials))).respond(to: request)
    }

    /// Makes a change of a service when those before it have ended, also when their callers no longer wait for them.
    private func change<Result: Sendable>(
        _ service: String, _ body: @escaping @Sendable () async throws(PluginFailure) -> Result
    ) async throws(PluginFailure) -> Result {
        let task = changes.start(for: service, body)
        return try await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
        }.get()
    }

    private func deploy(
        of request: DeployRequest, progress: @escaping @Sendable (DeployProgress) -> Void
    ) throws(PluginFailure) -> ServiceDeploy {
        let connection = try ConnectionSettings(request.credentials)
        var previous: WorkerReference?
        if let json = request.previous, !json.isNull { previous = try WorkerReference(json) }
        return ServiceDeploy(
            request: request, draft: try DesiredService(request, previous: previous, plan: connection.plan),
            connection: connection, previous: previous, api: api(connection),
            notes: notes(of: request.workflowId, connection), bundler: bundler, progress: progress)
    }

    private func api(_ connection: ConnectionSettings) -> CloudflareAPI {
        CloudflareAPI(
            account: connection.account, token: connection.token, settings: settings, transport: transport)
    }

    private func notes(of workflow: String, _ connection: ConnectionSettings) -> DeployNotes {
        DeployNotes(notes, workflow: workflow, account: connection.account)
    }

    private func run<Result>(
        _ handle: DeploymentHandle, _ body: (ServiceRuns) async throws(APIFailure) -> Result
    ) async throws(PluginFailure) -> Result {
        let runs = try ServiceRuns(
            api: api(try ConnectionSettings(handle.credentials)), reference: WorkerReference(handle.reference))
        do { return try await body(runs) } catch { throw error.failure }
    }
}
