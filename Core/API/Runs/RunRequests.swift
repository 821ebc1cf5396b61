import JSON
import Platform
import PluginMessages

struct TriggerRun: JSONBody {
    static let schema = Schema.body(
        [
            "connectionId": .reference,
            "params": Schema.anything.note("At most \(Runs.paramsLimit) bytes of JSON; default: `{}`.")
                .example(["orderId": "A-1042"]),
        ], required: ["connectionId"]
    ).named("Trigger")

    let connectionId: String
    let params: JSONValue?
}

struct SendRunEvent: JSONBody {
    static let schema = Schema.body(
        [
            "type": Schema.text(FieldLimits.eventType).example("approval"),
            "payload": Schema.anything.note("At most \(Runs.paramsLimit) bytes of JSON.").example(["by": "Ada"]),
        ], required: ["type"]
    ).named("RunEvent")

    let type: String
    let payload: JSONValue?
}
