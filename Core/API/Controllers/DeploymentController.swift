import HTTPTypes
import Hummingbird
import JSON
import Platform
import PluginMessages
import Storage

struct DeploymentController {
    let deployments: Deployments
    let idempotent: IdempotentCall

    var endpoints: [Endpoint] {
        [
            .get(
                "deployments", "List deployments of all workflows", query: .page + [.status(Deployment.Status.self)],
                gives: .page(of: .deployment), use: listAll),
            .get(
                "workflows/:workflowId/deployments", "List deployments",
                query: .page + [.status(Deployment.Status.self)], gives: .page(of: .deployment), use: list),
            .post(
                "workflows/:workflowId/deploy", .deploy, "Deploy a version",
                notes: "To a connection. Its variables and the connection's provider are checked first.",
                takes: .deploy, gives: .created(.deployment), failures: .plugin + Self.failures, use: deploy),
            .post(
                "workflows/:workflowId/deploy-stream", .deploy, "Deploy a version and follow it",
                notes:
                    "An event `progress` for every stage, INITIALIZING to COMPLETED, then `result` with the deployment. "
                    + "A deploy that fails ends with `progress` of the stage FAILED and a `result`, which say `failedStage`. "
                    + "It goes on when the client leaves: `Content-Location` is where its events are followed again; the "
                    + "same request under the same `Idempotency-Key` does that, too, with `Last-Event-ID`.",
                takes: .deploy, gives: .events(.deployEvent, "The deploy has begun."), failures: Self.failures,
                use: deployStream
            ).withRepetitionsOfItsOwn,
            .get(
                "workflows/:workflowId/deployments/:deploymentId/events", "Follow a deploy",
                notes:
                    "The events of `deploy` and `deploy-stream`, from the one after `Last-Event-ID` on. Of a deploy that is "
                    + "long over only the `result` is known.",
                gives: .events(.deployEvent, "What has happened, and then what happens."), use: follow),
            .post(
                "workflows/:workflowId/deploy-preview", .read, "Preview a deploy",
                notes: "What a deploy of the same body would do, as the provider tells it; nothing is changed.",
                takes: .deploy, gives: .ok(.deployPreview), failures: .plugin + Self.failures, use: preview),
            .post(
                "workflows/:workflowId/takedown", .deploy, "Take a deployment down",
                notes: "The workflow has no active version then, or that of another connection.", takes: .takedown,
                gives: .ok(.deployment),
                failures: .plugin + [.conflict("The workflow is not deployed to the connection.")], use: takeDown),
        ]
    }

    private static let failures: [Failure] = [
        .invalid(
            "A variable is missing, or the connection's provider does not take the version's target or the credentials."
        ),
        .conflict("There is no version, it is locked, or the provider's plugin is not loaded."),
    ]

    @Sendable private func listAll(_ request: Request, _ context: APIContext) async throws -> Response {
        .page(try await deployments.list(context.caller, request.page, StatusFilter(request.query("status")))) {
            $0.json
        }
    }

    @Sendable private func list(_ request: Request, _ context: APIContext) async throws -> Response {
        .page(
            try await deployments.list(
                context.caller, of: context.workflow, request.page, StatusFilter(request.query("status")))
        ) { $0.json }
    }

    private struct Deploy: Decodable {
        let connectionId: String
        let versionId: String?
    }

    private func order(_ request: Request, _ context: APIContext) async throws -> DeployOrder {
        let body = try await request.body(Deploy.self, context)
        return try await deployments.order(
            context.caller, context.workflow, version: body.versionId.map(VersionID.init),
            to: ConnectionID(body.connectionId))
    }

    @Sendable private func deploy(_ request: Request, _ context: APIContext) async throws -> Response {
        .json(try await deployments.deploy(order(request, context)).json, status: .created)
    }

    @Sendable private func deployStream(_ request: Request, _ context: APIContext) async throws -> Response {
        try await idempotent.handle(request, context) { request in
            await deployments.start(try await order(request, context)).text
        } follow: { id in
            try await stream(of: DeploymentID(id), request, context)
        }
    }

    @Sendable private func preview(_ request: Request, _ context: APIContext) async throws -> Response {
        let preview = try await deployments.preview(order(request, context))
        return .json([
            "serviceName": .string(preview.serviceName), "changes": .array(preview.changes.map(JSONValue.string)),
            "details": preview.details, "notes": .array((preview.notes ?? []).map(JSONValue.string)),
        ])
    }

    @Sendable private func follow(_ request: Request, _ context: APIContext) async throws -> Response {
        try await stream(of: context.id("deploymentId"), request, context)
    }

    private func stream(
        of id: DeploymentID, _ request: Request, _ context: APIContext
    ) async throws -> Response {
        let last = request.headers[Self.lastEventID].flatMap { Int($0) } ?? 0
        let workflow = try context.workflow
        let events = try await deployments.events(context.caller, workflow, of: id, after: max(0, last))
        return DeployStream(id: id, workflow: workflow, events: events, logger: context.logger).response
    }

    private static let lastEventID = HTTPField.Name("last-event-id")!

    private struct TakeDown: Decodable { let connectionId: String }

    @Sendable private func takeDown(_ request: Request, _ context: APIContext) async throws -> Response {
        let body = try await request.body(TakeDown.self, context)
        let deployment = try await deployments.takeDown(
            context.caller, context.workflow, from: ConnectionID(body.connectionId))
        return .json(deployment.json)
    }
}

extension Deployment {
    var json: JSONValue {
        [
            "id": JSONValue(id), "workflowId": JSONValue(workflow), "versionId": JSONValue(version),
            "connectionId": JSONValue(connection), "status": .string(status.rawValue),
            "serviceName": JSONValue(serviceName), "url": JSONValue(url), "notes": .array(notes.map(JSONValue.string)),
            "error": error.map { ["code": .string($0.code), "message": .string($0.message)] } ?? .null,
            "createdAt": JSONValue(createdAt), "updatedAt": JSONValue(updatedAt),
        ]
    }
}
