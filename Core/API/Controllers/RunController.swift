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
        "Accepts the run's `id` or the `instanceId` of a webhook's response. The status of a run in progress is read from the provider. "
        + "`waitingFor` describes what a waiting run waits for, if the provider supports it."

    var endpoints: [Endpoint] {
        [
            .post(
                "workflows/:workflowId/trigger", .deploy, "Trigger a run", takes: .trigger,
                gives: .created(.startedRun),
                failures: .plugin + [
                    .invalid("The params are too large, or the workflow is a function, which has no runs."),
                    .conflict("The workflow is not deployed to the connection."),
                ], use: trigger),
            .get(
                "runs", "List runs of all workflows", query: .page + [.status(RunStatus.self)],
                gives: .page(of: .runSummary), use: listAll),
            .get(
                "workflows/:workflowId/runs", "List runs", query: .page + [.status(RunStatus.self)],
                gives: .page(of: .runSummary), use: list),
            .get(
                "workflows/:workflowId/runs/:runId", "Get a run",
                notes: Self.getNotes,
                gives: .ok(.run), use: get),
            .get(
                "workflows/:workflowId/runs/:runId/steps", "List steps of a run", gives: .list(of: .runStep),
                failures: .plugin + [.conflict("The provider's plugin is not loaded.")], use: steps),
            .get(
                "workflows/:workflowId/runs/:runId/logs", "List run logs",
                notes: "Returns the log lines, oldest first. Providers keep only the newest lines.",
                gives: .list(of: .runLogLine),
                failures: .plugin + [.conflict("The provider's plugin is not loaded.")], use: logs),
            .post(
                "workflows/:workflowId/runs/:runId/events", .deploy, "Send an event to a run",
                notes:
                    "A run that waits for the event continues; otherwise the event is stored until the run waits for it.",
                takes: .newEvent, gives: .accepted(.takenEvent),
                failures: .plugin + [.conflict("The run has ended.")], use: sendEvent),
            .post(
                "workflows/:workflowId/runs/:runId/restart", .deploy, "Restart a run",
                notes: "Starts the run again with the same params, whether or not it has ended.", gives: .ok(.run),
                failures: .plugin + [.conflict("The provider's plugin is not loaded.")], use: restart),
        ] + [.pause, .resume, .terminate].map(control)
    }

    @Sendable private func listAll(_ request: Request, _ context: APIContext) async throws -> Response {
        try .page(await runs.list(context.caller, request.page, StatusFilter(request.query("status")))) {
            try $0.summary
        }
    }

    @Sendable private func list(_ request: Request, _ context: APIContext) async throws -> Response {
        try .page(
            await runs.list(
                context.caller, of: context.workflow, request.page, StatusFilter(request.query("status")))
        ) { try $0.summary }
    }

    @Sendable private func get(_ request: Request, _ context: APIContext) async throws -> Response {
        .json(try await runs.get(context.caller, of: context.workflow, context.id("runId")).json)
    }

    private func control(_ action: InstanceRequest.Action) -> Endpoint {
        .post(
            "workflows/:workflowId/runs/:runId/\(action.rawValue)", .deploy, "\(action.rawValue.capitalized) a run",
            gives: .ok(.run), failures: .plugin + [.conflict("The run's status does not allow this action.")]
        ) { _, context in
            .json(
                try await runs.control(context.caller, of: context.workflow, context.id("runId"), action).json)
        }
    }

    @Sendable private func restart(_ request: Request, _ context: APIContext) async throws -> Response {
        .json(try await runs.restart(context.caller, of: context.workflow, context.id("runId")).json)
    }

    /// All of them: a run has at most some thousands.
    @Sendable private func steps(_ request: Request, _ context: APIContext) async throws -> Response {
        let steps = try await runs.steps(context.caller, of: context.workflow, context.id("runId"))
        return .json(["data": .array(try steps.map { try $0.json }), "nextCursor": .null])
    }

    @Sendable private func logs(_ request: Request, _ context: APIContext) async throws -> Response {
        let lines = try await runs.logs(context.caller, of: context.workflow, context.id("runId"))
        return .json(["data": .array(lines.map(\.json)), "nextCursor": .null])
    }

    private struct Event: Decodable {
        let type: String
        let payload: JSONValue?
    }

    /// 202: the run goes on when it waits for the event, now or later.
    @Sendable private func sendEvent(_ request: Request, _ context: APIContext) async throws -> Response {
        let body = try await request.body(Event.self, context)
        let run: RunID = try context.id("runId")
        let unawaited = try await runs.sendEvent(
            context.caller, of: context.workflow, run, type: body.type, payload: body.payload)
        return .json(
            [
                "runId": JSONValue(run), "type": .string(body.type),
                "warnings": .array(
                    unawaited.map(JSONValue.string) + Self.warnings(of: body.payload ?? .null, named: "payload")),
            ], status: .accepted)
    }

    private struct Trigger: Decodable {
        let connectionId: String
        let params: JSONValue?
    }

    @Sendable private func trigger(_ request: Request, _ context: APIContext) async throws -> Response {
        let body = try await request.body(Trigger.self, context)
        let params = body.params ?? [:]
        let run = try await runs.trigger(
            context.caller, context.workflow, on: ConnectionID(body.connectionId), params: params)
        var members = try run.all
        members["warnings"] = .array(Self.warnings(of: params, named: "params"))
        return .json(.object(members), status: .created)
    }

    private static func warnings(of value: JSONValue, named member: String) -> [JSONValue] {
        LargeIntegers.find(in: value, at: .root.member(member)).map {
            .string("\($0.place.pointer): \(LargeIntegers.warning($0.spelling))")
        }
    }
}

extension RunLogLine {
    fileprivate var json: JSONValue {
        [
            "loggedAt": JSONValue(Timestamp(milliseconds: Int64(loggedAt))), "level": .string(level.rawValue),
            "text": .string(text),
        ]
    }
}

extension RunStep {
    fileprivate var json: JSONValue {
        get throws {
            [
                "name": .string(name), "kind": .string(kind.rawValue), "status": .string(status.rawValue),
                "attempts": .int(attempts), "startedAt": JSONValue(Timestamp(milliseconds: Int64(startedAt))),
                "endedAt": JSONValue(endedAt.map { Timestamp(milliseconds: Int64($0)) }),
                "error": try error.map(JSONValue.init(encoding:)) ?? .null,
            ]
        }
    }
}

extension RunWait {
    /// Only what its kind has.
    fileprivate func members(child: Run.ChildRun?) -> JSONObject {
        func time(_ milliseconds: Int?) -> JSONValue? {
            milliseconds.map { JSONValue(Timestamp(milliseconds: Int64($0))) }
        }
        return JSONObject(
            present: ("kind", .string(kind.rawValue)), ("step", .string(step)),
            ("nodeId", nodeId.map(JSONValue.string)), ("type", eventType.map(JSONValue.string)),
            ("until", time(until)), ("attempt", attempt.map(JSONValue.int)), ("attempts", attempts.map(JSONValue.int)),
            ("nextAttemptAt", time(nextAttemptAt)), ("instanceId", instanceId.map(JSONValue.string)),
            ("runId", child.map { JSONValue($0.id) }), ("workflowId", child.map { JSONValue($0.workflow) }))
    }
}

extension Run {
    private var members: JSONObject {
        get throws {
            [
                "id": JSONValue(id), "workflowId": JSONValue(workflow), "versionId": JSONValue(version),
                "deploymentId": JSONValue(deployment), "connectionId": JSONValue(connection),
                "instanceId": .string(instance), "status": .string(status.rawValue),
                "error": try error.map(JSONValue.init(encoding:)) ?? .null, "createdAt": JSONValue(createdAt),
                "updatedAt": JSONValue(updatedAt), "finishedAt": JSONValue(finishedAt),
            ]
        }
    }

    /// As lists show it.
    fileprivate var summary: JSONValue { get throws { .object(try members) } }

    fileprivate var all: JSONObject {
        get throws {
            var members = try members
            members["params"] = params ?? .null
            members["output"] = output ?? .null
            members["waitingFor"] = waitingFor.map { .object($0.members(child: child)) } ?? .null
            return members
        }
    }

    fileprivate var json: JSONValue { get throws { .object(try all) } }
}
