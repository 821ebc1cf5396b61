import FoundationEssentials
import Hummingbird
import IR
import JSON
import Platform
import PluginMessages
import Storage

struct RunController {
    let runs: Runs

    private static let getNotes =
        "Accepts the run's `id` or the `instanceId` of a webhook's response. The status of a run in progress is read "
        + "from the provider. "
        + "`waitingFor` describes what a waiting run waits for, if the provider supports it."

    private static let deleteNotes =
        "Deletes a run that is complete, errored or terminated, with its steps and logs. `providerRecords` is `kept` "
        + "if the provider cannot delete its records of the run (it lacks the capability `deleteRuns`, or its "
        + "connection was deleted)."

    var endpoints: [Endpoint<APIContext>] {
        [
            .post(
                "workflows/:workflowId/trigger", .deploy, "Trigger a run",
                notes:
                    "Starts a run of the version that is deployed to the connection. The response does not wait for "
                    + "the run to end; follow it with `GET …/runs/:runId`.",
                body: TriggerRun.self,
                returns: .created(StartedRun.shape) { "/api/workflows/\($0.run.workflow)/runs/\($0.run.id)" },
                errors: .plugin + [
                    .invalid("The params are too large, or the workflow is a function, which has no runs."),
                    .conflict("The workflow is not deployed to the connection."),
                ], use: trigger
            ).repeatable,
            .post(
                "workflows/:workflowId/trigger-batch", .deploy, "Trigger runs",
                notes:
                    "Starts up to \(Runs.batchLimit) runs. Each item succeeds or fails by itself; with an `Idempotency-Key`, "
                    + "a retry of the whole request starts none of them twice.",
                body: TriggerRuns.self, returns: .ok(TriggeredItem.listShape, "The result of each item, in order."),
                errors: [
                    .invalid("The workflow is a function, which has no runs."),
                    .conflict("The workflow is not deployed to the connection."),
                ], use: triggerBatch
            ).repeatable,
            .get(
                "runs", "List all runs",
                notes:
                    "Lists the runs of all workflows in the project, newest first, in the state that this server last "
                    + "received.",
                query: .page + [.statuses(RunStatus.self), .workflow, .version, .connection, .tests, .runText],
                returns: .page(of: Run.summaryShape), use: listAll),
            .get(
                "runs/:runId", "Find a run",
                notes:
                    "Returns the current state of a run of any workflow in the project. Accepts the run's `id` or its "
                    + "`instanceId`.",
                of: Run.shape, use: runs.find),
            .get(
                "workflows/:workflowId/runs", "List runs",
                notes: "Lists the runs of the workflow, newest first, in the state that this server last received.",
                query: .page + [.statuses(RunStatus.self), .version, .connection, .tests, .runText],
                returns: .page(of: Run.summaryShape), use: list),
            .get(
                "workflows/:workflowId/runs/:runId", "Get a run",
                notes: Self.getNotes,
                returns: .ok(Run.shape), use: get),
            .post(
                "workflows/:workflowId/runs/:runId/events", .deploy, "Send a run event",
                notes:
                    "A run that waits for the event continues; otherwise the event is stored until the run waits for "
                    + "it.",
                body: SendRunEvent.self, returns: .accepted(AcceptedEvent.shape),
                errors: .plugin + [.conflict("The run has ended.")], use: sendEvent),
            .post(
                "workflows/:workflowId/runs/:runId/restart", .deploy, "Restart a run",
                notes:
                    "Starts the run again with the same params, whether or not it has ended: from its beginning, or from a "
                    + "step (capability `restartFrom` of the provider).",
                body: RestartRun.self, returns: .ok(Run.shape),
                errors: .plugin + [
                    .invalid("The run has not started the step, or the provider cannot restart from a step."),
                    .conflict("The deployment of the run was taken down, or the provider's plugin is not loaded."),
                ], use: restart),
            .delete(
                "workflows/:workflowId/runs/:runId", "Delete a run",
                notes: Self.deleteNotes, returns: .ok(DeletedRun.shape),
                errors: .plugin + [.conflict("The run has not ended, or the provider's plugin is not loaded.")],
                use: delete),
            .post(
                "workflows/:workflowId/runs/:runId/terminate", .deploy, "Terminate a run",
                notes:
                    "Ends the run permanently. A running step attempt may still finish. With `rollback`, the rollback handlers "
                    + "that its steps registered run first (capability `terminateRollback` of the provider).",
                body: TerminateRun.self, returns: .ok(Run.shape),
                errors: .plugin + [
                    .invalid("The provider has no rollback handlers."),
                    .conflict("The run's status does not allow this action."),
                ], use: terminate),
        ] + [.pause, .resume].map(control)
    }

    @Sendable private func listAll(_ request: Request, _ context: APIContext) async throws -> Page<Run> {
        try await runs.list(
            context.caller, request.page, request.filter(byWorkflow: true), tests: request.flag("test"),
            text: request.query("q"))
    }

    @Sendable private func list(_ request: Request, _ context: APIContext) async throws -> Page<Run> {
        try await runs.list(
            context.caller, of: context.workflow, request.page, request.filter(byWorkflow: false),
            tests: request.flag("test"), text: request.query("q"))
    }

    @Sendable private func get(_ request: Request, _ context: APIContext) async throws -> Run {
        try await runs.get(context.caller, of: context.workflow, context.id("runId"))
    }

    private static let notes: [InstanceRequest.Action: String] = [
        .pause: "Running step attempts finish; no further step starts until the run is resumed.",
        .resume: "Continues a paused run.",
    ]

    private func control(_ action: InstanceRequest.Action) -> Endpoint<APIContext> {
        .post(
            "workflows/:workflowId/runs/:runId/\(action.rawValue)", .deploy, "\(action.rawValue.capitalized) a run",
            notes: Self.notes[action] ?? "", returns: .ok(Run.shape),
            errors: .plugin + [.conflict("The run's status does not allow this action.")]
        ) { _, context in
            try await runs.control(context.caller, of: context.workflow, context.id("runId"), action)
        }
    }

    @Sendable private func terminate(
        _ body: TerminateRun, _ request: Request, _ context: APIContext
    ) async throws -> Run {
        try await runs.control(
            context.caller, of: context.workflow, context.id("runId"), .terminate, rollback: body.rollback ?? false)
    }

    @Sendable private func restart(
        _ body: RestartRun, _ request: Request, _ context: APIContext
    ) async throws -> Run {
        try await runs.restart(
            context.caller, of: context.workflow, context.id("runId"), from: body.from?.reference)
    }

    @Sendable private func delete(_ request: Request, _ context: APIContext) async throws -> DeletedRun {
        try await runs.delete(context.caller, of: context.workflow, context.id("runId"))
    }

    @Sendable private func sendEvent(
        _ body: SendRunEvent, _ request: Request, _ context: APIContext
    ) async throws -> AcceptedEvent {
        let run: RunID = try context.id("runId")
        let unawaited = try await runs.sendEvent(
            context.caller, of: context.workflow, run, type: body.type, payload: body.payload)
        return AcceptedEvent(
            run: run, type: body.type,
            warnings: unawaited + Self.warnings(of: body.payload ?? .null, named: "payload"))
    }

    @Sendable private func trigger(
        _ body: TriggerRun, _ request: Request, _ context: APIContext
    ) async throws -> StartedRun {
        let params = body.params ?? [:]
        let run = try await runs.trigger(
            context.caller, context.workflow, on: ConnectionID(body.connectionId), params: params,
            request: context.identity)
        return StartedRun(run: run, warnings: Self.warnings(of: params, named: "params"))
    }

    @Sendable private func triggerBatch(
        _ body: TriggerRuns, _ request: Request, _ context: APIContext
    ) async throws -> [TriggeredItem] {
        let items = body.items.map { Runs.BatchItem(params: $0.params ?? [:], key: $0.idempotencyKey) }
        return try await runs.triggerBatch(
            context.caller, context.workflow, on: ConnectionID(body.connectionId), items, request: context.identity
        ).enumerated().map(TriggeredItem.init(index:result:))
    }

    static func warnings(of value: JSONValue, named member: String) -> [String] {
        LargeIntegers.find(in: value, at: .root.member(member)).map {
            "\($0.place.pointer): \(LargeIntegers.warning($0.spelling))"
        }
    }
}
