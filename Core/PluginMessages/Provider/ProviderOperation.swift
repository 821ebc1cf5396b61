/// The operations that a host can request from a provider, by the method names in messages.
public enum ProviderOperation: String, Sendable, CaseIterable {
    case emit = "provider.emit"
    case verify = "provider.verify"
    case deploy = "provider.deploy"
    case preview = "provider.preview"
    case recover = "provider.recover"
    case takedown = "provider.takedown"
    case trigger = "provider.trigger"
    case run = "provider.run"
    case control = "provider.control"
    case sendEvent = "provider.sendEvent"
    case steps = "provider.steps"
    case logs = "provider.logs"
    case serviceLogs = "provider.serviceLogs"
    case request = "provider.request"
    case states = "provider.states"
    case deleteRuns = "provider.deleteRuns"
    case updateSecrets = "provider.updateSecrets"
    case inspect = "provider.inspect"
    case metrics = "provider.metrics"

    /// The name of the operation without the prefix, for messages to users.
    public var name: String { String(rawValue.dropFirst("provider.".count)) }

    /// The capability that the provider's definition must declare; that of ``control`` depends on the request's action.
    public var capability: ProviderCapability {
        switch self {
        case .emit: .emit
        case .verify: .verify
        case .deploy: .deploy
        case .preview: .preview
        case .recover: .recover
        case .takedown: .takedown
        case .trigger: .trigger
        case .run, .control: .run
        case .sendEvent: .sendEvent
        case .steps: .steps
        case .logs: .logs
        case .serviceLogs: .serviceLogs
        case .request: .request
        case .states: .states
        case .deleteRuns: .deleteRuns
        case .updateSecrets: .updateSecrets
        case .inspect: .inspect
        case .metrics: .metrics
        }
    }

    /// How long a host waits for the result.
    public var deadline: Duration {
        switch self {
        case .emit, .preview, .deleteRuns: .seconds(60)
        case .deploy, .inspect: .seconds(600)
        case .metrics: .seconds(5)
        case .recover, .takedown, .request: .seconds(120)
        case .verify, .trigger, .run, .control, .sendEvent, .steps, .logs, .serviceLogs, .states, .updateSecrets:
            .seconds(30)
        }
    }
}

extension InstanceRequest.Action {
    /// What the provider's definition must declare for the action.
    public var capability: ProviderCapability {
        switch self {
        case .pause: .pause
        case .resume: .resume
        case .terminate: .terminate
        case .restart: .restart
        }
    }
}
