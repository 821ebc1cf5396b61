import JSON
import Platform
import PluginMessages

struct TriggerRun: JSONBody {
    static let schema = Schema.body(
        [
            "connectionId": .reference.note("The connection that the workflow is deployed to."),
            "params": Schema.anything.note(
                "The input of the run: at most \(Runs.paramsLimit) bytes of JSON; default: `{}`."
            )
            .example(["orderId": "A-1042"]),
        ], required: ["connectionId"]
    ).named("Trigger")

    let connectionId: String
    let params: JSONValue?
    let ignored: IgnoredMembers

    init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: MemberName.self)
        connectionId = try members.decode(String.self, forKey: "connectionId")
        params = try members.decodeIfPresent(JSONValue.self, forKey: "params")
        ignored = IgnoredMembers(of: members, known: ["connectionId", "params"], value: "params")
    }
}

struct TriggerRuns: JSONBody {
    static let schema = Schema.body(
        [
            "connectionId": .reference.note("The connection that the workflow is deployed to."),
            "items": Schema.list(
                of: Schema.body([
                    "params": Schema.anything.note("At most \(Runs.paramsLimit) bytes of JSON; default: `{}`.")
                        .example(["orderId": "A-1042"]),
                    "idempotencyKey": Schema.text(1...255).example("order-A-1042").note(
                        "An item with the key of an earlier one starts nothing and returns the earlier run; with other params "
                            + "it fails."),
                ]).closed, most: Runs.batchLimit
            ).note("The runs to start."),
        ], required: ["connectionId", "items"]
    ).closed.named("TriggerBatch")

    let connectionId: String
    let items: [Item]

    struct Item: Decodable, Sendable {
        let params: JSONValue?
        let idempotencyKey: String?
    }
}

struct RestartRun: JSONBody {
    static let isOptional = true
    static let schema = Schema.body([
        "from": Schema.body(
            [
                "name": Schema.text(1...256).example("Send the message").note(
                    "The name of the step, as in `GET …/steps`."),
                "count": Schema.whole(1...1_000_000).usually(1).note(
                    "Which of the steps of this name, in the order of `GET …/steps`; for steps in loops."),
            ], required: ["name"]
        ).note("The step to restart from; steps that began before it keep their results.")
    ]).closed.named("RestartRun")

    let from: Step?

    struct Step: Decodable, Sendable {
        let name: String
        let count: Int?

        var reference: StepReference { StepReference(name: name, count: count ?? 1) }
    }
}

struct TerminateRun: JSONBody {
    static let isOptional = true
    static let schema = Schema.body([
        "rollback": Schema.flag.usually(false).note(
            "Whether the rollback handlers that the run's steps registered run before it ends.")
    ]).closed.named("TerminateRun")

    let rollback: Bool?
}

struct SendRunEvent: JSONBody {
    static let schema = Schema.body(
        [
            "type": Schema.text(FieldLimits.eventType)
                .note("The type of the event, as in the node that waits for it.").example("approval"),
            "payload": Schema.anything.note("The value of the event: at most \(Runs.paramsLimit) bytes of JSON.")
                .example(["by": "Ada"]),
        ], required: ["type"]
    ).named("RunEvent")

    let type: String
    let payload: JSONValue?
    let ignored: IgnoredMembers

    init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: MemberName.self)
        type = try members.decode(String.self, forKey: "type")
        payload = try members.decodeIfPresent(JSONValue.self, forKey: "payload")
        ignored = IgnoredMembers(of: members, known: ["type", "payload"], value: "payload")
    }
}
