import JSON
import PluginMessages
import Storage
import Values

/// What webhooks are told of.
package enum WebhookEvent: String, Sendable, Hashable, CaseIterable {
    case runQueued = "run.queued"
    case runRunning = "run.running"
    case runPaused = "run.paused"
    case runWaiting = "run.waiting"
    case runComplete = "run.complete"
    case runErrored = "run.errored"
    case runTerminated = "run.terminated"
    case deploymentActive = "deployment.active"
    case deploymentFailed = "deployment.failed"
    case deploymentRemoved = "deployment.removed"
    /// Sent on request only.
    case ping

    /// Those that a webhook chooses from.
    package static let chosen = allCases.filter { $0 != .ping }

    /// - Returns: `nil` for a status that nobody knows.
    init?(_ status: RunStatus) {
        switch status {
        case .queued: self = .runQueued
        case .running: self = .runRunning
        case .paused: self = .runPaused
        case .waiting: self = .runWaiting
        case .complete: self = .runComplete
        case .errored: self = .runErrored
        case .terminated: self = .runTerminated
        case .unknown: return nil
        }
    }
}

/// An event as it is sent: what happened, and to what. Values of programs are not in it; a receiver that needs them gets
/// the run.
struct WebhookMessage: Sendable {
    /// Characters of an error's message.
    private static let longestText = 2000

    let id: String
    let event: WebhookEvent
    let organization: OrganizationID
    let project: ProjectID
    let data: JSONObject
    let createdAt: Timestamp

    init(_ event: WebhookEvent, of organization: OrganizationID, _ project: ProjectID, _ data: JSONObject) {
        id = Identifier<WebhookMessage>.make().text
        self.event = event
        self.organization = organization
        self.project = project
        self.data = data
        createdAt = .now
    }

    /// - Returns: `nil` for a status that webhooks are not told of.
    init?(_ run: RunRecord) {
        guard let event = WebhookEvent(run.state) else { return nil }
        var data: JSONObject = [
            "runId": .string(run.id.text), "workflowId": .string(run.workflow.text),
            "versionId": run.version.map { .string($0.text) } ?? .null,
            "deploymentId": .string(run.deployment.text),
            "connectionId": run.connection.map { .string($0.text) } ?? .null, "status": .string(run.status),
            "createdAt": .string(run.createdAt.iso8601),
            "finishedAt": run.finishedAt.map { .string($0.iso8601) } ?? .null,
        ]
        if let error = run.error.flatMap({ try? JSONValue(parsing: $0) }) {
            data["error"] = [
                "name": .string(Self.cut(error["name"]?.string ?? "")),
                "message": .string(Self.cut(error["message"]?.string ?? "")),
            ]
        }
        self.init(event, of: run.organization, run.project, data)
    }

    init(_ event: WebhookEvent, _ deployment: DeploymentRecord) {
        self.init(
            event, of: deployment.organization, deployment.project,
            [
                "deploymentId": .string(deployment.id.text), "workflowId": .string(deployment.workflow.text),
                "versionId": deployment.version.map { .string($0.text) } ?? .null,
                "connectionId": deployment.connection.map { .string($0.text) } ?? .null,
            ])
    }

    var body: String {
        JSONValue.object([
            "id": .string(id), "type": .string(event.rawValue), "createdAt": .string(createdAt.iso8601),
            "organizationId": .string(organization.text), "projectId": .string(project.text), "data": .object(data),
        ]).text
    }

    private static func cut(_ text: String) -> String { String(text.prefix(longestText)) }
}
