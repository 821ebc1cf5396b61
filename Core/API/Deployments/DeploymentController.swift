import HTTPTypes
import Hummingbird
import Platform
import PluginMessages
import Storage

struct DeploymentController {
    let deployments: Deployments
    let idempotent: IdempotentCall
    let feed: ProjectFeed
    let access: OpenAccess

    var endpoints: [Endpoint<APIContext>] {
        [
            .get(
                "deployments", "List all deployments",
                notes:
                    "Lists the deployments of all workflows in the project, newest first, failed and removed ones "
                    + "included.",
                query: .page + [.statuses(Deployment.Status.self), .workflow, .version, .connection],
                returns: .page(of: Deployment.shape), use: listAll),
            .get(
                "workflows/:workflowId/deployments", "List deployments",
                notes: "Lists the deployments of the workflow, newest first, failed and removed ones included.",
                query: .page + [.statuses(Deployment.Status.self), .version, .connection],
                returns: .page(of: Deployment.shape), use: list),
            .get(
                "deployments/:deploymentId", "Get a deployment",
                notes: "Returns a deployment of any workflow in the project.", of: Deployment.shape,
                use: deployments.get),
            .post(
                "workflows/:workflowId/deploy", .deploy, "Deploy a version",
                notes:
                    "Deploys to a connection, after a check of the workflow's variables and the connection's provider.",
                limit: .deploy, body: DeployVersion.self,
                returns: .created(Deployment.shape) { "/api/deployments/\($0.id)" }, errors: .plugin + Self.errors,
                use: deploy),
            .post(
                "workflows/:workflowId/deploy-stream", .deploy, "Stream a deploy",
                notes:
                    "Sends a `progress` event for each stage, INITIALIZING to COMPLETED, then `result` with the "
                    + "deployment. "
                    + "A failed deploy ends with `progress` of the stage FAILED and a `result`; both contain "
                    + "`failedStage`. "
                    + "The deploy continues when the client disconnects: follow its events again at "
                    + "`Content-Location`, or "
                    + "retry the request with the same `Idempotency-Key` and `Last-Event-ID`.",
                limit: .deploy, returns: .deployEvents("The deploy has started."), errors: Self.errors,
                use: deployStream
            ).handlingIdempotencyKey(of: DeployVersion.self),
            .get(
                "workflows/:workflowId/deployments/:deploymentId/events", "Follow a deploy",
                notes:
                    "Streams the events of `deploy` and `deploy-stream` that follow `Last-Event-ID`. For a deploy "
                    + "that ended "
                    + "long ago, only the `result` is available. A stream ends within seconds once its key is revoked or "
                    + "its session has ended, and counts among the \(ProjectFeed.mostStreams) that a person may have open.",
                returns: .deployEvents("Past events, then new ones as they happen."), use: follow),
            .post(
                "workflows/:workflowId/deploy-preview", .read, "Preview a deploy",
                notes: "Returns the changes that a deploy with the same body would make, as reported by the provider. "
                    + "Nothing is changed.",
                body: DeployVersion.self, returns: .ok(DeployPreview.shape), errors: .plugin + Self.errors,
                use: preview),
            .post(
                "workflows/:workflowId/takedown-preview", .read, "Preview a takedown",
                notes: "Returns what a takedown with the same body would end. Nothing is changed.",
                body: TakeDown.self, returns: .ok(TakedownEffects.shape),
                errors: [.conflict("The workflow is not deployed to the connection.")], use: takedownPreview),
            .post(
                "workflows/:workflowId/takedown", .deploy, "Take down a deployment",
                notes:
                    "The workflow's active version becomes that of another connection, or null. Runs that have not ended "
                    + "end, and workflows that call it fail when they do; the response states both. If a takedown fails, "
                    + "the deployment stays active; the next one removes the rest.",
                limit: .deploy, body: TakeDown.self, returns: .ok(TakenDown.shape),
                errors: .plugin + [
                    .conflict(
                        "The workflow is not deployed to the connection, or other programs use the deployment: see "
                            + "`force`.")
                ], use: takeDown),
        ]
    }

    private static let errors: [ErrorSpec] = [
        .invalid(
            "A variable is missing, or the connection's provider does not accept the version's target or the "
                + "credentials."
        ),
        .conflict("The workflow has no version, the version is locked, or the provider's plugin is not loaded."),
    ]

    @Sendable private func listAll(_ request: Request, _ context: APIContext) async throws -> Page<Deployment> {
        try await deployments.list(context.caller, request.page, request.filter(byWorkflow: true))
    }

    @Sendable private func list(_ request: Request, _ context: APIContext) async throws -> Page<Deployment> {
        try await deployments.list(
            context.caller, of: context.workflow, request.page, request.filter(byWorkflow: false))
    }

    private func order(_ body: DeployVersion, _ context: APIContext) async throws -> DeployOrder {
        try await deployments.order(
            context.caller, context.workflow, version: body.versionId.map(VersionID.init),
            to: ConnectionID(body.connectionId))
    }

    @Sendable private func deploy(
        _ body: DeployVersion, _ request: Request, _ context: APIContext
    ) async throws -> Deployment {
        try await deployments.deploy(order(body, context))
    }

    @Sendable private func deployStream(_ request: Request, _ context: APIContext) async throws -> DeployStream {
        try await idempotent.handle(request, context) { request in
            let body = try await request.body(DeployVersion.self, limit: context.bodyLimit)
            return deployments.start(try await order(body, context)).text
        } follow: { id, isReplay in
            try await stream(of: DeploymentID(id), isReplay: isReplay, request, context)
        }
    }

    @Sendable private func preview(
        _ body: DeployVersion, _ request: Request, _ context: APIContext
    ) async throws -> DeployPreview {
        try await deployments.preview(order(body, context))
    }

    @Sendable private func follow(_ request: Request, _ context: APIContext) async throws -> DeployStream {
        try await stream(of: context.id("deploymentId"), request, context) {
            try feed.follow(context.caller, after: nil)
        }
    }

    /// - Parameter place: Takes a place among the person's streams. One that begins a deploy needs none: deploys have a rate
    ///   limit, and what has begun is followed.
    private func stream(
        of id: DeploymentID, isReplay: Bool = false, _ request: Request, _ context: APIContext,
        place: () throws -> AsyncStream<FeedEvent>? = { nil }
    ) async throws -> DeployStream {
        let last = request.lastEventID.flatMap { Int($0) } ?? 0
        let workflow = try context.workflow
        let events = try await deployments.events(context.caller, workflow, of: id, after: max(0, last))
        return DeployStream(
            id: id, workflow: workflow, isReplay: isReplay, events: events,
            access: StreamAccess(access: access, caller: context.caller, place: try place()), logger: context.logger)
    }

    @Sendable private func takeDown(
        _ body: TakeDown, _ request: Request, _ context: APIContext
    ) async throws -> TakenDown {
        let connection = ConnectionID(body.connectionId)
        // What is known before: afterwards its runs have ended.
        let effects = try await deployments.takedownEffects(context.caller, context.workflow, from: connection)
        let deployment = try await deployments.takeDown(
            context.caller, context.workflow, from: connection, isForced: body.force ?? false)
        return TakenDown(deployment: deployment, effects: effects)
    }

    @Sendable private func takedownPreview(
        _ body: TakeDown, _ request: Request, _ context: APIContext
    ) async throws -> TakedownEffects {
        try await deployments.takedownEffects(
            context.caller, context.workflow, from: ConnectionID(body.connectionId))
    }
}
