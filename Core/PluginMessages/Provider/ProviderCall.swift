import JSON

/// An operation with the types of its request and its result, which both ends of the boundary use.
public struct ProviderCall<Request: Sendable, Result: Codable & Sendable>: Sendable {
    public let operation: ProviderOperation
    public let encode: @Sendable (Request) throws -> JSONValue
    public let decode: @Sendable (JSONView) throws(JSONMismatch) -> Request

    private init(_ operation: ProviderOperation) where Request: Codable {
        self.operation = operation
        encode = { try JSONValue(encoding: $0) }
        decode = { (view) throws(JSONMismatch) in try view.value.decode() }
    }

    /// A message that may be large: it is read without a value in memory.
    private init(message operation: ProviderOperation) where Request: JSONMessage {
        self.operation = operation
        encode = { $0.json }
        decode = { (view) throws(JSONMismatch) in try Request(json: view) }
    }
}

extension ProviderCall where Request == VerifyRequest, Result == Verification {
    public static var verify: Self { Self(.verify) }
}

extension ProviderCall where Request == DeployRequest, Result == DeployResult {
    public static var deploy: Self { Self(message: .deploy) }
}

extension ProviderCall where Request == DeployRequest, Result == DeployPreview {
    public static var preview: Self { Self(message: .preview) }
}

extension ProviderCall where Request == RecoverRequest, Result == Recovery {
    public static var recover: Self { Self(.recover) }
}

extension ProviderCall where Request == DeploymentHandle, Result == NoResult {
    public static var takedown: Self { Self(.takedown) }
}

extension ProviderCall where Request == TriggerRequest, Result == RunState {
    public static var trigger: Self { Self(.trigger) }
}

extension ProviderCall where Request == InstanceRequest, Result == RunState {
    public static var run: Self { Self(.run) }
    public static var control: Self { Self(.control) }
}

extension ProviderCall where Request == EventRequest, Result == NoResult {
    public static var sendEvent: Self { Self(.sendEvent) }
}

extension ProviderCall where Request == InstanceRequest, Result == [RunStep] {
    public static var steps: Self { Self(.steps) }
}

extension ProviderCall where Request == StatesRequest, Result == RunStates {
    public static var states: Self { Self(.states) }
}

extension ProviderCall where Request == DeleteRunsRequest, Result == DeletedRuns {
    public static var deleteRuns: Self { Self(.deleteRuns) }
}

extension ProviderCall where Request == SecretUpdate, Result == SecretUpdateResult {
    public static var updateSecrets: Self { Self(.updateSecrets) }
}

extension ProviderCall where Request == InspectionRequest, Result == Inspection {
    public static var inspect: Self { Self(.inspect) }
}

extension ProviderCall where Request == MetricsRequest, Result == [PluginMetric] {
    public static var metrics: Self { Self(.metrics) }
}

extension ProviderCall where Request == InstanceRequest, Result == [RunLogLine] {
    public static var logs: Self { Self(.logs) }
}

extension ProviderCall where Request == DeploymentHandle, Result == [RunLogLine] {
    public static var serviceLogs: Self { Self(.serviceLogs) }
}

extension ProviderCall where Request == ServiceRequest, Result == ServiceResponse {
    public static var request: Self { Self(.request) }
}
