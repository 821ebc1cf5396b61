import JSON
import PluginMessages

/// A provider of a loaded plugin, as the core calls it.
package struct Provider: Sendable {
    package let definition: ProviderDefinition
    private let connection: any PluginConnection

    package init(definition: ProviderDefinition, connection: any PluginConnection) {
        self.definition = definition
        self.connection = connection
    }

    /// The same provider, called over another connection.
    package func on(_ connection: any PluginConnection) -> Provider {
        Provider(definition: definition, connection: connection)
    }

    /// Makes a call that another server has encoded.
    /// - Parameter params: Of the message.
    package func execute(_ operation: ProviderOperation, _ params: JSONValue) async throws(PluginFailure) -> JSONValue {
        try await connection.call(operation.rawValue, params, deadline: operation.deadline) { _, _ in }
    }

    /// Whether a version that was compiled for `target` can be deployed here.
    package func accepts(target: String) -> Bool {
        target == definition.id || definition.accepts.contains(target)
    }

    /// Turns a program into this provider's code.
    package func emit(_ program: Program) async throws(PluginFailure) -> EmitResult {
        let operation = ProviderOperation.emit
        try check(operation.capability)
        let result = try await connection.exchange(
            operation.rawValue, envelope(program), deadline: operation.deadline
        ) { _, _ in }
        let text: JSONText
        do { text = try JSONText(parsing: result) } catch { throw PluginReply.malformed(error) }
        do { return try EmitResult(json: text) } catch { throw malformed(operation, error) }
    }

    package func verify(_ request: VerifyRequest) async throws(PluginFailure) -> Verification {
        try await call(.verify, request)
    }

    /// - Parameter progress: Receives the provider's stages, in order.
    package func deploy(
        _ request: DeployRequest, progress: @escaping @Sendable (DeployProgress) -> Void
    ) async throws(PluginFailure) -> DeployResult {
        try await call(.deploy, request) { name, payload in
            guard name == "progress", let stage = try? payload.decode(DeployProgress.self) else { return }
            progress(stage)
        }
    }

    package func preview(_ request: DeployRequest) async throws(PluginFailure) -> DeployPreview {
        try await call(.preview, request)
    }

    /// Whether documents are tried on it before they are deployed.
    package var runsTests: Bool { definition.runsTests == true && definition.capabilities.contains(.trigger) }

    /// Whether it can end deploys that a stopped server left behind.
    package var canRecover: Bool { definition.capabilities.contains(.recover) }

    package func recover(_ request: RecoverRequest) async throws(PluginFailure) -> Recovery {
        try await call(.recover, request)
    }

    package func takedown(_ deployment: DeploymentHandle) async throws(PluginFailure) {
        _ = try await call(.takedown, deployment)
    }

    package func trigger(_ request: TriggerRequest) async throws(PluginFailure) -> RunState {
        try await call(.trigger, request)
    }

    package func run(_ request: InstanceRequest) async throws(PluginFailure) -> RunState {
        try await call(.run, request)
    }

    /// - Parameter request: With an action.
    package func control(_ request: InstanceRequest) async throws(PluginFailure) -> RunState {
        let needed: ProviderCapability? =
            if request.from != nil {
                .restartFrom
            } else if request.rollback == true {
                .terminateRollback
            } else {
                request.action?.capability
            }
        return try await call(.control, request, needs: needed)
    }

    package func sendEvent(_ request: EventRequest) async throws(PluginFailure) {
        _ = try await call(.sendEvent, request)
    }

    package func steps(_ request: InstanceRequest) async throws(PluginFailure) -> [RunStep] {
        try await call(.steps, request)
    }

    package func logs(_ request: InstanceRequest) async throws(PluginFailure) -> [RunLogLine] {
        try await call(.logs, request)
    }

    /// Whether it reports what has become of all runs.
    package var reportsStates: Bool { definition.capabilities.contains(.states) }

    package func serviceLogs(_ deployment: DeploymentHandle) async throws(PluginFailure) -> [RunLogLine] {
        try await call(.serviceLogs, deployment)
    }

    package func request(_ request: ServiceRequest) async throws(PluginFailure) -> ServiceResponse {
        try await call(.request, request)
    }

    package func states(since request: StatesRequest) async throws(PluginFailure) -> RunStates {
        try await call(.states, request)
    }

    /// Whether it deletes what it keeps of runs.
    package var deletesRuns: Bool { definition.capabilities.contains(.deleteRuns) }

    package func deleteRuns(_ request: DeleteRunsRequest) async throws(PluginFailure) -> DeletedRuns {
        try await call(.deleteRuns, request)
    }

    /// Whether deployments get secrets that have changed.
    package var updatesSecrets: Bool { definition.capabilities.contains(.updateSecrets) }

    package func updateSecrets(_ update: SecretUpdate) async throws(PluginFailure) -> SecretUpdateResult {
        try await call(.updateSecrets, update)
    }

    /// Whether it can check a data folder of its own.
    package var canInspect: Bool { definition.capabilities.contains(.inspect) }

    package func inspect(_ request: InspectionRequest) async throws(PluginFailure) -> Inspection {
        try await call(.inspect, request)
    }

    /// Whether it measures something.
    package var hasMetrics: Bool { definition.capabilities.contains(.metrics) }

    package func metrics() async throws(PluginFailure) -> [PluginMetric] { try await call(.metrics, MetricsRequest()) }

    /// - Parameter capability: `nil` for that of the operation.
    private func call<Request, Answer>(
        _ call: ProviderCall<Request, Answer>, _ request: Request, needs capability: ProviderCapability? = nil,
        event: @escaping @Sendable (String, JSONValue) -> Void = { _, _ in }
    ) async throws(PluginFailure) -> Answer {
        let operation = call.operation
        try check(capability ?? operation.capability)
        let params: JSONValue
        do { params = try call.encode(request) } catch { throw malformed(operation, error) }
        let result = try await connection.call(
            operation.rawValue, ["provider": .string(definition.id), "request": params], deadline: operation.deadline,
            event: event)
        do { return try result.decode() } catch { throw malformed(operation, error) }
    }

    /// The parameters of a call that sends a whole message.
    private func envelope(_ request: some JSONMessage) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("provider", definition.id)
            writer.member("request", request)
        }
        return writer.bytes
    }

    /// - Throws: `provider.unsupported`
    package func check(_ capability: ProviderCapability) throws(PluginFailure) {
        guard definition.capabilities.contains(capability) else {
            throw PluginFailure(
                code: .providerUnsupported,
                message: "Provider \"\(definition.id)\" does not support \"\(capability.rawValue)\".")
        }
    }

    private func malformed(_ operation: ProviderOperation, _ error: any Error) -> PluginFailure {
        PluginFailure(
            code: .pluginMessage,
            message: "Provider \"\(definition.id)\" returned an invalid response to \"\(operation.name)\": \(error)")
    }
}
