import JSON
import Platform
import PluginMessages

extension Schema {
    static let newDeployConfig = Schema.map().note("Settings as declared by the provider's `configSchema`.")
        .named("NewDeployConfig")

    static let deployConfig = Schema.object([
        "schema": .map().note("The provider's configuration fields, by name."),
        "config": .map().note("Settings for this connection."),
        "effective": .map().note("Settings that a deploy uses."),
    ]).named("DeployConfig")

    static let provider = Schema.object([
        "id": .text.example("local"), "name": .text.example("This machine"), "description": .text,
        "accepts": .list(of: .text).note("Targets that it accepts in addition to its own."),
        "credentialSchema": .map().note("The fields of a connection's `credentials`, by name."),
        "configSchema": .map().note("The fields of a deploy configuration, by name."),
        "capabilities": .list(of: .choice(of: ProviderCapability.self)),
    ]).named("Provider")

    /// The `data` of an event.
    static let deployEvent: Schema = {
        let stage = Schema(
            [
                "type": "object", "required": ["stage", "message", "progress"],
                "properties": [
                    "stage": ["type": "string", "examples": ["DEPLOYING"]], "message": ["type": "string"],
                    "progress": ["type": "integer", "minimum": 0, "maximum": 100],
                    "failedStage": ["type": "string"], "code": ["type": "string"], "details": ["type": "array"],
                ],
            ]
        ).named("DeployProgress")
        let failure = Schema.object([
            "id": .id, "workflowId": .id, "status": .choice(["failed"]), "failedStage": .text,
            "error": .object(["code": .text, "message": .text]), "details": .list(of: .detail),
        ]).named("DeployFailure")
        return Schema(
            ["anyOf": [.object(stage.json), .object(Deployment.shape.schema.json), .object(failure.json)]],
            with: [stage, Deployment.shape.schema, failure])
    }()

    private static let runFailure = Schema(
        [
            "type": "object", "required": ["name", "message"],
            "properties": [
                "name": ["type": "string"], "message": ["type": "string"],
                "nodeId": ["type": "string", "description": "The node whose step failed, if known."],
            ],
        ]
    ).named("RunFailure")

    private static let runMembers: KeyValuePairs<String, Schema> = [
        "id": .id, "workflowId": .id, "versionId": .id.orNull, "deploymentId": .id, "connectionId": .id.orNull,
        "instanceId": .text.note("The provider's id of the run; paths accept it in place of `id`.").example(
            "019a0b3c-5d6e-7f80-9a1b-2c3d4e5f6071"),
        "status": .choice(of: RunStatus.self).example("running"),
        "error": runFailure.orNull.example(.null), "createdAt": .time, "updatedAt": .time,
        "finishedAt": .time.orNull.example(.null),
    ]

    /// As lists show it.
    static let runSummary = Schema.object(runMembers).named("RunSummary")

    static let run = Schema.object(runMembers).adding([
        "params": Schema.anything.note("The input of the run.").example(["orderId": "A-1042"]),
        "output": Schema.anything.note("The result; `null` until the run completes.").example(.null),
        "waitingFor": runWait.orNull.example(.null),
    ]).named("Run")

    static let startedRun = Schema.object(runMembers).adding([
        "params": Schema.anything.note("The input of the run.").example(["orderId": "A-1042"]),
        "output": Schema.anything.example(.null), "waitingFor": runWait.orNull.example(.null),
        "warnings": .list(of: .text).note("Possible problems with the params, such as an integer beyond 2^53.").example(
            []),
    ]).named("StartedRun")

    private static let runWait = Schema(
        [
            "type": "object", "required": ["kind", "step"],
            "description":
                "What a waiting run waits for; if several, the one that ends first. Only the members of its kind are present.",
            "properties": [
                "kind": ["type": "string", "enum": .array(RunWait.Kind.allCases.map { .string($0.rawValue) })],
                "step": ["type": "string", "description": "The name of the waiting step."],
                "nodeId": ["type": "string", "description": "The node of the step, if known."],
                "type": ["type": "string", "description": "Event: its type."],
                "until": [
                    "type": "string", "format": "date-time",
                    "description": "When a sleep ends, the wait for an event times out, or a child is polled again.",
                ],
                "attempt": ["type": "integer", "description": "Retry: the number of failed attempts."],
                "attempts": ["type": "integer", "description": "Retry: the maximum number of attempts."],
                "nextAttemptAt": [
                    "type": "string", "format": "date-time", "description": "Retry: the time of the next attempt.",
                ],
                "instanceId": ["type": "string", "description": "Child: the provider's id of its run."],
                "runId": ["type": "string", "description": "Child: the id of its run."],
                "workflowId": ["type": "string", "description": "Child: the id of its workflow."],
            ],
        ]
    ).named("RunWait")

    static let runStep = Schema.object([
        "name": .text.example("Send the message"), "kind": .choice(["do", "sleep", "wait"]),
        "status": .choice(["active", "pending", "waiting", "succeeded", "failed"]).example("succeeded"),
        "attempts": .count.example(1), "startedAt": .time, "endedAt": .time.orNull,
        "error": runFailure.orNull.example(.null),
    ]).named("RunStep")

    static let runLogLine = Schema.object([
        "loggedAt": .time, "level": .choice(["debug", "info", "warning", "error"]).example("info"),
        "text": .text.example("Order A-1042: total 130"),
    ]).named("RunLogLine")

    static let trigger = Schema.body(
        [
            "connectionId": .reference,
            "params": Schema.anything.note("At most \(Runs.paramsLimit) bytes of JSON; default: `{}`.")
                .example(["orderId": "A-1042"]),
        ], required: ["connectionId"]
    ).named("Trigger")

    static let newEvent = Schema.body(
        [
            "type": Schema.text(FieldLimits.eventType).example("approval"),
            "payload": Schema.anything.note("At most \(Runs.paramsLimit) bytes of JSON.").example(["by": "Ada"]),
        ], required: ["type"]
    ).named("RunEvent")

    static let takenEvent = Schema.object([
        "runId": .id, "type": .text.example("approval"),
        "warnings": .list(of: .text).note("Possible problems with the payload, such as an integer beyond 2^53.")
            .example([]),
    ]).named("TakenEvent")
}
