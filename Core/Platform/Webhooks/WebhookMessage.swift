import JSON
import PluginMessages
import Storage
import Values

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
