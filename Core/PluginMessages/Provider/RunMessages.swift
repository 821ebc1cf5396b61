import JSON

/// The parameters of `provider.trigger`.
public struct TriggerRequest: Codable, Sendable {
    public let deployment: DeploymentHandle
    /// The core's id of the run; a provider that can choose instance ids uses it, so that a repeated call
    /// starts nothing twice.
    public let runId: String
    public let params: JSONValue

    public init(deployment: DeploymentHandle, runId: String, params: JSONValue) {
        self.deployment = deployment
        self.runId = runId
        self.params = params
    }
}

/// The parameters of `provider.run`, `provider.steps` and `provider.logs`, and of `provider.control`, which has an action too.
public struct InstanceRequest: Codable, Sendable {
    public enum Action: String, Codable, Sendable { case pause, resume, terminate, restart }

    public let deployment: DeploymentHandle
    public let instanceId: String
    public let action: Action?
    /// Of a restart: the step to restart from; the results of the steps before it are kept.
    public let from: StepReference?
    /// Of a termination: whether the handlers run first by which steps undo what they did. `nil` is as `false`.
    public let rollback: Bool?
    /// Of `provider.steps`: which steps are needed; `nil`: all, without values.
    public let steps: StepSelection?

    public init(
        deployment: DeploymentHandle, instanceId: String, action: Action? = nil, from: StepReference? = nil,
        rollback: Bool? = nil, steps: StepSelection? = nil
    ) {
        self.deployment = deployment
        self.instanceId = instanceId
        self.action = action
        self.from = from
        self.rollback = rollback
        self.steps = steps
    }
}

/// The result of `provider.trigger`, `provider.run` and `provider.control`; also the payload of the event
/// `run.changed`, by which a provider that knows of changes tells the core.
public struct RunState: Codable, Sendable {
    public let instanceId: String
    public let status: RunStatus
    /// What the run was started with, where the provider knows: the core keeps it of a run that it did not start.
    public let params: JSONValue?
    /// Of a complete run.
    public let output: JSONValue?
    /// Of an errored run.
    public let error: RunFailure?
    /// Of a waiting run, where the provider knows it.
    public let waitingFor: RunWait?

    public init(
        instanceId: String, status: RunStatus, params: JSONValue? = nil, output: JSONValue? = nil,
        error: RunFailure? = nil, waitingFor: RunWait? = nil
    ) {
        self.instanceId = instanceId
        self.status = status
        self.params = params
        self.output = output
        self.error = error
        self.waitingFor = waitingFor
    }
}

public enum RunStatus: String, Codable, Sendable, Hashable, CaseIterable {
    case queued, running, paused, waiting, complete, errored, terminated, unknown

    public var isTerminal: Bool {
        switch self {
        case .complete, .errored, .terminated: true
        case .queued, .running, .paused, .waiting, .unknown: false
        }
    }
}

public struct RunFailure: Codable, Sendable, Hashable {
    public let name: String
    public let message: String
    /// The node whose step failed, where it is known.
    public let nodeId: String?
    /// The field of the node's `data` whose code threw, and the line there, from 1, where they are known.
    public let field: String?
    public let line: Int?

    public init(name: String, message: String, nodeId: String? = nil, field: String? = nil, line: Int? = nil) {
        self.name = name
        self.message = message
        self.nodeId = nodeId
        self.field = field
        self.line = line
    }
}
