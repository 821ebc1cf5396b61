import JSON
import PlatformFixtures
import PluginMessages

@testable import Platform

/// A request that changes something, and the line that the audit log gets for it.
struct AuditedChange: Sendable {
    let method: String
    /// Below `/api`, with the names that endpoints have for ids.
    let path: String
    /// With `$name` for an id of the fixture.
    let body: JSONValue?
    /// `nil` for one that changes nothing that is kept, or nothing but a draft: an editor saves it while somebody types.
    let action: AuditAction?
    /// What the answer's `id` is of.
    var keeps: String?
    /// Whose log it is in: the fixture's organization's, or that of one that was made.
    var log = "organizationId"
    /// In which state the provider has the run.
    var run: RunStatus?
    /// Whether the provider holds controls of runs up, until they are cancelled.
    var isHeld = false
    /// What takes the place of a parameter of the path.
    var with: [String: String] = [:]
    /// From its question mark on.
    var query = ""

    init(
        _ method: String, _ path: String, _ action: AuditAction?, _ body: JSONValue? = nil, keeps: String? = nil,
        log: String = "organizationId", run: RunStatus? = nil,
        isHeld: Bool = false, with: [String: String] = [:], query: String = ""
    ) {
        self.method = method
        self.path = path
        self.body = body
        self.action = action
        self.keeps = keeps
        self.log = log
        self.run = run
        self.isHeld = isHeld
        self.with = with
        self.query = query
    }
}

extension AuditedChange {
    private static let deployed: JSONValue = ["connectionId": "$deployedTo"]
    private static let workflow = "workflows/:workflowId"
    private static let file: JSONValue = [
        "format": "millrace.project", "formatVersion": 1, "project": ["name": "Imported"], "workflows": [],
    ]

    /// Every request of one that changes something, in an order in which one server can answer them.
    static let all: [AuditedChange] = [
        .init("POST", "workflows", .workflowCreated, ["name": "New"], keeps: "moved"),
        .init("PATCH", workflow, .workflowChanged, ["description": "Other"]),
        .init("POST", "\(workflow)/versions", .versionCreated, ["ir": Installation.document(code: "return 9;")]),
        .init("POST", "\(workflow)/versions/:versionId/revert", .versionCreated),
        .init("PATCH", "\(workflow)/versions/:versionId", .versionLocked, ["locked": true]),
        .init("PATCH", "\(workflow)/versions/:versionId", .versionUnlocked, ["locked": false]),
        .init("DELETE", "\(workflow)/versions/:versionId", .versionDeleted),
        .init("PUT", "\(workflow)/draft", nil, ["document": [:]]),
        .init("DELETE", "\(workflow)/draft", .draftDiscarded),
        .init("PUT", "\(workflow)/layout", nil, ["nodes": [:]]),
        .init("PUT", "\(workflow)/deploy-config/:connectionId", .deployConfigSet, [:]),
        .init("DELETE", "\(workflow)/deploy-config/:connectionId", .deployConfigRemoved),
        .init("POST", "\(workflow)/deploy", .deployed, deployed),
        .init("POST", "\(workflow)/deploy-stream", .deployed, deployed),
        .init("POST", "\(workflow)/trigger", .runTriggered, deployed),
        .init("POST", "\(workflow)/request", nil, deployed),
        .init(
            "POST", "\(workflow)/test", .runTested,
            ["connectionId": "$deployedTo", "document": Installation.document()]),
        .init("POST", "\(workflow)/runs/:runId/events", .eventSent, ["type": "go"], run: .running),
        .init("POST", "\(workflow)/runs/:runId/pause", .runPaused, run: .running),
        .init("POST", "\(workflow)/runs/:runId/resume", .runResumed, run: .paused),
        .init("POST", "\(workflow)/runs/:runId/terminate", .runTerminated, run: .running),
        .init("POST", "\(workflow)/runs/:runId/restart", .runRestarted, run: .terminated),
        .init("POST", "\(workflow)/trigger-batch", .runTriggered, ["connectionId": "$deployedTo", "items": [[:]]]),
        .init(
            "POST", "runs/jobs", .runJobStarted,
            ["action": "pause", "filter": ["createdAfter": "2026-01-01T00:00:00Z"]],
            keeps: "jobId", run: .running, isHeld: true),
        .init("POST", "runs/jobs/:jobId/cancel", .runJobCancelled, isHeld: true),
        .init("POST", "runs/purge", .runJobStarted, ["endedBefore": "2026-01-01T00:00:00Z"]),
        .init("DELETE", "\(workflow)/runs/:runId", .runDeleted, run: .terminated),
        .init("POST", "\(workflow)/takedown", .takenDown, deployed),
        .init(
            "PATCH", "\(workflow)/move", .workflowMoved, ["targetProjectId": "$projectId"],
            with: ["workflowId": "moved"]),
        .init("DELETE", workflow, .workflowDeleted),
        .init("POST", "connections", .connectionCreated, ["provider": "here"], keeps: "spare"),
        .init("POST", "connections/verify-token", nil, ["provider": "here", "credentials": [:]]),
        .init("POST", "connections/:connectionId/verify", nil),
        .init(
            "PATCH", "connections/:connectionId", .connectionChanged, ["name": "Other"],
            with: ["connectionId": "spare"]),
        .init("DELETE", "connections/:connectionId", .connectionDeleted, with: ["connectionId": "spare"]),
        .init(
            "POST", "credentials", .credentialCreated,
            [
                "name": "consented", "type": "oauth2",
                "values": [
                    "authorizationUrl": "https://vendor.example/authorize", "tokenUrl": "https://vendor.example/token",
                    "clientId": "c",
                ],
            ], keeps: "consented"),
        .init("POST", "credentials/:credentialId/authorize", nil, with: ["credentialId": "consented"]),
        .init(
            "POST", "credentials", .credentialCreated,
            [
                "name": "tested", "type": "github-app",
                "values": ["appId": "1", "privateKey": "none", "installationId": "2"],
            ], keeps: "tested"),
        .init("POST", "credentials/:credentialId/test", nil, with: ["credentialId": "tested"]),
        .init("PATCH", "credentials/:credentialId", .credentialChanged, ["name": "other"]),
        .init("DELETE", "credentials/:credentialId", .credentialDeleted),
        .init("POST", "env-vars", .variableCreated, ["name": "NEW", "value": "v"]),
        .init("PATCH", "env-vars/:variableId", .variableChanged, ["value": "w"]),
        .init("DELETE", "env-vars/:variableId", .variableDeleted),
        .init(
            "POST", "webhooks", .webhookCreated,
            ["name": "New", "url": "https://example.com/new", "events": ["run.errored"]]),
        .init("PATCH", "webhooks/:webhookId", .webhookChanged, ["name": "Other"]),
        .init("POST", "webhooks/:webhookId/rotate-secret", .webhookRotated),
        .init("POST", "webhooks/:webhookId/ping", .webhookPinged),
        .init("POST", "webhooks/:webhookId/deliveries/:deliveryId/redeliver", .webhookRedelivered),
        .init("DELETE", "webhooks/:webhookId", .webhookDeleted),
        .init("POST", "projects", .projectCreated, ["name": "New"], keeps: "newProject"),
        .init("PATCH", "projects/:projectId", .projectChanged, ["name": "Other"]),
        .init("DELETE", "projects/:projectId", .projectDeleted, with: ["projectId": "newProject"]),
        .init("POST", "projects/import", .projectImported, file),
        .init("POST", "marketplace/install", .pluginInstalled, ["nodeId": "postcard", "version": "1.0.0"]),
        .init("POST", "marketplace/update", .pluginUpdated, ["nodeId": "postcard"]),
        .init("POST", "marketplace/rollback", .pluginRolledBack, ["nodeId": "postcard"]),
        .init("POST", "marketplace/migrate", nil, ["nodeId": "postcard"]),
        .init("POST", "plugins/:pluginId/restart", .pluginRestarted),
        .init("POST", "plugins/:pluginId/disable", .pluginDisabled),
        .init("POST", "plugins/:pluginId/enable", .pluginEnabled),
        .init("POST", "marketplace/uninstall", .pluginUninstalled, ["nodeId": "postcard"]),
        .init(
            "POST", "resources/boxes/:box/query", .resourceQueried,
            ["connectionId": "$deployedTo", "sql": "SELECT 1"], with: ["box": "a"]),
        .init("PUT", "resources/boxes/:box/things/:name", .resourceChanged, with: ["box": "a", "name": "b"]),
        .init("POST", "api-keys", .keyCreated, ["name": "New", "scopes": ["read"]]),
        .init("PATCH", "api-keys/:apiKeyId", .keyRenamed, ["name": "Renamed"]),
        .init("POST", "api-keys/:apiKeyId/rotate", .keyRotated),
        .init("DELETE", "api-keys/:apiKeyId", .keyRevoked),
        .init("DELETE", "sessions/:sessionId", .sessionEnded), .init("DELETE", "sessions", .sessionEnded),
        .init(
            "PUT", "auth/password", .passwordChanged,
            ["currentPassword": .string(Person.password), "newPassword": "another long password"]),
        .init("POST", "organizations", .organizationCreated, ["name": "New"], keeps: "second", log: "second"),
        .init("PATCH", "organizations/:organizationId", .organizationChanged, ["name": "Other"]),
        .init("POST", "invitations", .memberInvited, ["email": "new@example.com"]),
        .init("DELETE", "invitations/:invitationId", .invitationWithdrawn),
        .init("PATCH", "members/:userId", .memberChanged, ["role": "admin"], with: ["userId": "member"]),
        .init("DELETE", "members/:userId", .memberRemoved, with: ["userId": "member"]),
        .init(
            "DELETE", "organizations/:organizationId", .organizationDeleted, with: ["organizationId": "second"],
            query: "?confirm=New"),
    ]

    /// Members that name things, in the place of their names.
    func filled(_ ids: [String: String]) -> JSONValue? {
        body?.object.map { members in
            .object(
                JSONObject(
                    members.map { name, value in
                        let id = value.string.flatMap { $0.hasPrefix("$") ? ids[String($0.dropFirst())] : nil }
                        return (name, id.map(JSONValue.string) ?? value)
                    }))
        }
    }
}
