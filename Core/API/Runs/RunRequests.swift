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
}
