import JSON
import Platform
import PluginMessages

extension Schema {
    static let newDeployConfig = Schema.map().note("As the provider's `configSchema` has it.")
        .named("NewDeployConfig")

    static let deployConfig = Schema.object([
        "schema": .map().note("The provider's fields, by name: a form is made of them."),
        "config": .map().note("What is said for this connection."),
        "effective": .map().note("What a deploy gets."),
    ]).named("DeployConfig")

    static let provider = Schema.object([
        "id": .text.example("local"), "name": .text.example("This machine"), "description": .text,
        "accepts": .list(of: .text).note("Targets that it takes besides its own."),
        "credentialSchema": .map().note("The fields of a connection's `credentials`, by name."),
        "configSchema": .map().note("The fields of a deploy's configuration, by name."),
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
                "nodeId": ["type": "string", "description": "The node whose step failed, where it is known."],
            ],
        ]
    ).named("RunFailure")

    private static let runMembers: KeyValuePairs<String, Schema> = [
        "id": .id, "workflowId": .id, "versionId": .id.orNull, "deploymentId": .id, "connectionId": .id.orNull,
        "instanceId": .text.note("The provider's own name for it; paths accept it in place of `id`.").example(
            "019a0b3c-5d6e-7f80-9a1b-2c3d4e5f6071"),
        "status": .choice(of: RunStatus.self).example("running"),
        "error": runFailure.orNull.example(.null), "createdAt": .time, "updatedAt": .time,
        "finishedAt": .time.orNull.example(.null),
    ]

    /// As lists show it.
    static let runSummary = Schema.object(runMembers).named("RunSummary")

    static let run = Schema.object(runMembers).adding([
        "params": Schema.anything.note("What it was started with.").example(["orderId": "A-1042"]),
        "output": Schema.anything.note("What it came to; `null` until then.").example(.null),
        "waitingFor": runWait.orNull.example(.null),
    ]).named("Run")

    static let startedRun = Schema.object(runMembers).adding([
        "params": Schema.anything.note("What it was started with.").example(["orderId": "A-1042"]),
        "output": Schema.anything.example(.null), "waitingFor": runWait.orNull.example(.null),
        "warnings": .list(of: .text).note("What may go wrong with the params, such as an integer beyond 2^53.").example(
            []),
    ]).named("StartedRun")

    private static let runWait = Schema(
        [
            "type": "object", "required": ["kind", "step"],
            "description":
                "What a waiting run waits for; of several the one that ends first. Only members of its kind.",
            "properties": [
                "kind": ["type": "string", "enum": .array(RunWait.Kind.allCases.map { .string($0.rawValue) })],
                "step": ["type": "string", "description": "The name of the step that waits."],
                "nodeId": ["type": "string", "description": "The step's node, where it is known."],
                "type": ["type": "string", "description": "Of an event."],
                "until": [
                    "type": "string", "format": "date-time",
                    "description": "When a sleep ends, the wait for an event times out, or a child is polled again.",
                ],
                "attempt": ["type": "integer", "description": "Of a retry: the attempts that have failed."],
                "attempts": ["type": "integer", "description": "Of a retry: how many there are at most."],
                "nextAttemptAt": ["type": "string", "format": "date-time", "description": "Of a retry."],
                "instanceId": ["type": "string", "description": "Of a child: the provider's id of its run."],
                "runId": ["type": "string", "description": "Of a child: its run."],
                "workflowId": ["type": "string", "description": "Of a child: its workflow."],
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
        "text": .text.example("Order A-1042 came to 130"),
    ]).named("RunLogLine")

    static let trigger = Schema.body(
        [
            "connectionId": .reference,
            "params": Schema.anything.note("At most \(Runs.paramsLimit) bytes of JSON; absent: `{}`.")
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
        "warnings": .list(of: .text).note("What may go wrong with the payload, such as an integer beyond 2^53.")
            .example([]),
    ]).named("TakenEvent")
}
