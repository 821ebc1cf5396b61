import JSON

/// The answer to `provider.emit`: an artifact, or why there is none.
public struct EmitResult: Sendable {
    public let artifact: Artifact?
    public let diagnostics: [Diagnostic]

    public init(artifact: Artifact?, diagnostics: [Diagnostic]) {
        self.artifact = artifact
        self.diagnostics = diagnostics
    }
}

/// A variable of the deployed program.
public struct EnvironmentVariable: Codable, Sendable, Hashable {
    public let name: String
    public let value: String
    public let isSecret: Bool

    public init(name: String, value: String, isSecret: Bool) {
        self.name = name
        self.value = value
        self.isSecret = isSecret
    }
}

/// A connection as its provider sees it.
public struct Credentials: Codable, Sendable {
    public let connectionId: String
    public let values: JSONObject

    public init(connectionId: String, values: JSONObject) {
        self.connectionId = connectionId
        self.values = values
    }
}

/// The parameters of `provider.verify`.
public struct VerifyRequest: Codable, Sendable {
    public let credentials: JSONObject

    public init(credentials: JSONObject) { self.credentials = credentials }
}

/// The result of `provider.verify`.
public struct Verification: Codable, Sendable {
    public struct Account: Codable, Sendable {
        public let id: String
        public let name: String

        public init(id: String, name: String) {
            self.id = id
            self.name = name
        }
    }

    public let valid: Bool
    public let accounts: [Account]?
    /// Why the credentials are not valid.
    public let message: String?

    public init(valid: Bool, accounts: [Account]? = nil, message: String? = nil) {
        self.valid = valid
        self.accounts = accounts
        self.message = message
    }
}

/// The parameters of `provider.deploy`.
public struct DeployRequest: Sendable {
    public let deploymentId: String
    public let workflowId: String
    public let versionId: String
    /// The workflow's display name; the deployed service's name is made from it and the id.
    public let workflowName: String
    public let artifact: Artifact
    public let environment: [EnvironmentVariable]
    public let credentials: Credentials
    public let config: JSONObject
    /// The reference of the deployment that this one replaces.
    public let previous: JSONValue?

    public init(
        deploymentId: String, workflowId: String, versionId: String, workflowName: String, artifact: Artifact,
        environment: [EnvironmentVariable], credentials: Credentials, config: JSONObject = [:],
        previous: JSONValue? = nil
    ) {
        self.deploymentId = deploymentId
        self.workflowId = workflowId
        self.versionId = versionId
        self.workflowName = workflowName
        self.artifact = artifact
        self.environment = environment
        self.credentials = credentials
        self.config = config
        self.previous = previous
    }
}

/// An event of `provider.deploy`.
public struct DeployProgress: Codable, Sendable {
    /// A stage of the REST specification, such as `CREATING_WORKER`.
    public let stage: String
    public let message: String
    /// Percent of the whole deploy; the provider's part lies between 45 and 100.
    public let progress: Int

    public init(stage: String, message: String, progress: Int) {
        self.stage = stage
        self.message = message
        self.progress = progress
    }
}

/// The result of `provider.deploy`.
public struct DeployResult: Codable, Sendable {
    /// The deployed service's name.
    public let serviceName: String
    /// Where it answers HTTP.
    public let url: String?
    /// Whatever the provider needs to find the deployment again; the core keeps it and gives it back.
    public let reference: JSONValue
    /// Things worth telling that are no errors.
    public let notes: [String]?

    public init(serviceName: String, url: String? = nil, reference: JSONValue, notes: [String]? = nil) {
        self.serviceName = serviceName
        self.url = url
        self.reference = reference
        self.notes = notes
    }
}

/// The parameters of every call about something deployed.
public struct DeploymentHandle: Codable, Sendable {
    public let reference: JSONValue
    public let credentials: Credentials

    public init(reference: JSONValue, credentials: Credentials) {
        self.reference = reference
        self.credentials = credentials
    }
}

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

/// The parameters of `provider.run`, and of `provider.control`, which has an action too.
public struct InstanceRequest: Codable, Sendable {
    public enum Action: String, Codable, Sendable { case pause, resume, terminate, restart }

    public let deployment: DeploymentHandle
    public let instanceId: String
    public let action: Action?

    public init(deployment: DeploymentHandle, instanceId: String, action: Action? = nil) {
        self.deployment = deployment
        self.instanceId = instanceId
        self.action = action
    }
}

/// The result of `provider.trigger`, `provider.run` and `provider.control`; also the payload of the event
/// `run.changed`, by which a provider that knows of changes tells the core.
public struct RunState: Codable, Sendable {
    public let instanceId: String
    public let status: RunStatus
    /// Of a complete run.
    public let output: JSONValue?
    /// Of an errored run.
    public let error: RunFailure?

    public init(instanceId: String, status: RunStatus, output: JSONValue? = nil, error: RunFailure? = nil) {
        self.instanceId = instanceId
        self.status = status
        self.output = output
        self.error = error
    }
}

public enum RunStatus: String, Codable, Sendable, Hashable {
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

    public init(name: String, message: String, nodeId: String? = nil) {
        self.name = name
        self.message = message
        self.nodeId = nodeId
    }
}
