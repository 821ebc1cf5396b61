import JSON
import PluginMessages
import Storage

/// A run of a deployed workflow.
package struct Run: Sendable {
    package let id: RunID
    package let workflow: WorkflowID
    /// `nil` when it was deleted since; so is `connection`.
    package let version: VersionID?
    package let deployment: DeploymentID
    package let connection: ConnectionID?
    /// The provider's id of it.
    package let instance: String
    package let status: RunStatus
    /// What the run was given, in full; lists leave it out, and the output too.
    package let params: JSONValue?
    package let output: JSONValue?
    package let error: RunFailure?
    package let createdAt: Timestamp
    package let updatedAt: Timestamp
    package let finishedAt: Timestamp?
    /// Whether it tries a document out.
    package let isTest: Bool
    /// What a waiting run waits for, as its provider has told just now.
    package internal(set) var waitingFor: RunWait?
    /// The run that it waits for, where it is known.
    package internal(set) var child: ChildRun?

    package struct ChildRun: Sendable {
        package let id: RunID
        package let workflow: WorkflowID
        package let workflowName: String?
    }

    init(_ record: RunRecord) throws {
        id = record.id
        workflow = record.workflow
        version = record.version
        deployment = record.deployment
        connection = record.connection
        instance = record.instance
        status = record.state
        params = try record.params.map(JSONValue.init(parsing:))
        output = try record.output.map(JSONValue.init(parsing:))
        error = try record.error.map { try JSONValue(parsing: $0).decode() }
        createdAt = record.createdAt
        updatedAt = record.updatedAt
        finishedAt = record.finishedAt
        isTest = record.isTest
    }
}

extension RunRecord {
    var state: RunStatus { RunStatus(rawValue: status) ?? .unknown }

    /// A run of a deployment that begins.
    /// - Parameters:
    ///   - instance: `nil` while the provider has not said; a provider that can choose takes the run's id.
    ///   - time: When it began; `nil` for now.
    init(
        of deployment: DeploymentRecord, id: RunID? = nil, instance: String? = nil, params: JSONValue? = nil,
        at time: Timestamp? = nil
    ) {
        let now = time ?? .now
        let id = id ?? RunID.make(at: now)
        self.init(
            id: id, organization: deployment.organization, project: deployment.project, workflow: deployment.workflow,
            version: deployment.version, deployment: deployment.id, connection: deployment.connection,
            instance: instance ?? id.text, status: RunStatus.queued.rawValue, params: params?.text, createdAt: now,
            updatedAt: now, isTest: deployment.isTest)
    }

    /// Takes over what a provider reports. An ended run stays as it ended: what arrives later is older. A report that changes
    /// nothing leaves the record as it is.
    /// - Parameter time: When the provider says that it ended; `nil` where it does not.
    mutating func adopt(_ state: RunState, endedAt time: Timestamp? = nil) throws {
        if params == nil, let params = state.params { self.params = params.text }
        guard !self.state.isTerminal, try differs(from: state) else { return }
        status = state.status.rawValue
        output = state.output?.text
        error = try Self.text(state.error)
        updatedAt = .now
        if state.status.isTerminal { finishedAt = time ?? updatedAt }
    }

    /// Whether a report says something else than the record.
    func differs(from state: RunState) throws -> Bool {
        try status != state.status.rawValue || output != state.output?.text || error != Self.text(state.error)
    }

    private static func text(_ failure: RunFailure?) throws -> String? {
        try failure.map { try JSONValue(encoding: $0).text }
    }
}
